import { ProblemError } from "../../Web/Client/http.js";
import { required } from "../../Web/Client/modules.js";
import { problemText } from "../../Web/Client/problem-text.js";
import { text } from "../../Web/Client/strings.js";
import { api } from "../Timeline/api.js";
import { HeldMessages } from "./held-messages.js";
import { menuButton } from "./menu-button.js";

/** @typedef {import("./types.js").AgentIdentity} AgentIdentity */

export const PRESENCES = ["online", "away", "offline"];
/** Why somebody is away. */
const REASONS = ["pause", "meal", "meeting", "training", "paperwork", "other"];

/** The agent's own corner: presence, alerts, language, signing out. */
export class DeskTools {
    #root;
    #agent;
    #alerts;
    #toasts;
    #held;

    /**
     * @param {object} options
     * @param {HTMLElement} options.root
     * @param {AgentIdentity} options.agent
     * @param {import("./alerts.js").Alerts} options.alerts
     * @param {import("./toasts.js").Toasts} options.toasts
     * @param {import("./held-messages.js").HeldMessages} options.held
     */
    constructor({ root, agent, alerts, toasts, held }) {
        this.#root = root;
        this.#agent = agent;
        this.#alerts = alerts;
        this.#toasts = toasts;
        this.#held = held;
        required(root, "[data-part=initial]", HTMLElement).textContent = [...agent.name][0]?.toUpperCase() ?? "";
        menuButton({ button: this.#tool("alerts"), items: () => this.#alertItems(), choose: (id) => (id === "sound" ? this.toggleSound() : void this.toggleNotices()) });
        menuButton({ button: this.#tool("me"), items: () => this.#items(), choose: (id) => void this.#chosen(id) });
        this.#showPresence();
    }

    toggleSound() {
        this.#alerts.turnSound(!this.#alerts.hasSound);
        this.#toasts.say(text(this.#alerts.hasSound ? "desk.alerts.sound_on" : "desk.alerts.sound_off"));
    }

    async toggleNotices() {
        if (!(await this.#alerts.turnNotices(!this.#alerts.hasNotices))) this.#toasts.warn(text("desk.alerts.notices_refused"));
        else this.#toasts.say(text(this.#alerts.hasNotices ? "desk.alerts.notices_on" : "desk.alerts.notices_off"));
    }

    toggleHeld() {
        this.#held.turn(!this.#held.isOn);
        this.#toasts.say(text(this.#held.isOn ? "desk.held.on" : "desk.held.off"));
    }

    #alertItems() {
        return [
            { id: "sound", label: text("desk.alerts.sound"), detail: text("desk.alerts.sound_means"), isOn: this.#alerts.hasSound },
            { id: "notices", label: text("desk.alerts.notices"), detail: text("desk.alerts.notices_means"), isOn: this.#alerts.hasNotices },
        ];
    }

    /**
     * @param {string} state
     * @param {string} [reason] Why somebody is away; empty when they do not say.
     */
    async setPresence(state, reason = "") {
        const before = { presence: this.#agent.presence, reason: this.#agent.reason ?? "" };
        if (state === before.presence && reason === before.reason) return;
        Object.assign(this.#agent, { presence: state, reason });
        this.#showPresence();
        try {
            await api.put("/api/v1/agent/presence", { state, ...(reason ? { reason } : {}) });
        } catch (error) {
            Object.assign(this.#agent, before);
            this.#showPresence();
            this.#toasts.warn(problemText(error));
        }
    }

    async signOut() {
        try {
            await api.delete("/api/v1/agent/session");
        } catch (error) {
            // Without a session there is nothing left to end.
            if (!(error instanceof ProblemError && error.status === 401)) {
                this.#toasts.warn(problemText(error));
                return;
            }
        }
        location.assign("/desk/sign-in");
    }

    #items() {
        const { presence, reason: why = "" } = this.#agent;
        const presences = PRESENCES.flatMap((state) => [
            {
                id: state,
                label: text(`desk.presence.${state}`),
                detail: text(`desk.presence.${state}_means`),
                isCurrent: state === presence && why === "",
            },
            ...(state === "away" ? REASONS : []).map((reason) => ({
                id: `away ${reason}`,
                label: presenceText(state, reason),
                isCurrent: state === presence && reason === why,
            })),
        ]);
        const languages = [...this.#root.querySelectorAll("[data-language]")].map((node) => ({
            id: `language ${node.getAttribute("data-language")}`,
            label: node.textContent?.trim() ?? "",
        }));
        const undo = { id: "undo-send", label: text("desk.held.setting"), detail: text("desk.held.setting_means", { seconds: HeldMessages.SECONDS }), isOn: this.#held.isOn };
        const security = { id: "security", label: text("desk.security"), detail: text("desk.security_means") };
        const people = this.#agent.role === "admin" ? [{ id: "people", label: text("desk.people"), detail: text("desk.people_means") }] : [];
        return [...presences, undo, ...languages, security, ...people, { id: "sign-out", label: text("desk.sign_out"), detail: this.#agent.email }];
    }

    /** @param {string} id */
    async #chosen(id) {
        const [kind, code] = id.split(" ");
        if (kind === "language") {
            const address = new URL(location.href);
            address.searchParams.set("lang", code);
            location.assign(address);
        } else if (id === "undo-send") {
            this.toggleHeld();
        } else if (id === "security") {
            location.assign("/desk/security");
        } else if (id === "people") {
            location.assign("/desk/people");
        } else if (id === "sign-out") {
            await this.signOut();
        } else {
            await this.setPresence(kind, code);
        }
    }

    #showPresence() {
        const { presence, reason } = this.#agent;
        required(this.#root, "[data-part=presence]", HTMLElement).textContent = presenceText(presence, reason);
        required(this.#root, "[data-part=presence-mark]", HTMLElement).className = `desk-presence desk-presence--${presence}`;
    }

    /** @param {string} name */
    #tool(name) {
        return required(this.#root, `[data-tool=${name}]`, HTMLButtonElement);
    }
}

/**
 * "Away", "Away: meal".
 *
 * @param {string} state
 * @param {string|null} [reason]
 */
function presenceText(state, reason) {
    const words = text(`desk.presence.${state}`);
    return reason ? text("desk.presence.because", { state: words, reason: text(`desk.presence.reason.${reason}`) }) : words;
}
