import { element } from "../../../Web/Client/elements.js";
import { fullTime } from "../../../Web/Client/format.js";
import { get, post } from "../../../Web/Client/http.js";
import { plural, text } from "../../../Web/Client/strings.js";
import { drawingOf } from "../../../Web/Client/trusted.js";
import { actions, button, codeField, complaint, copyButton, form, paragraph, show } from "../../Panels/panel-parts.js";
import { proofFields } from "./proof-fields.js";
import { recoveryCodes } from "./recovery-codes.js";

const ADDRESS = "/api/v1/agent/second-factor";

/** @typedef {{is_on: boolean, enrolled_at?: string, recovery_codes_left: number, is_required: boolean, has_passkeys: boolean}} Status */
/** @typedef {{key: string, address: string, drawing: string}} Enrolment */

/** The second factor: how it stands, and setting it up, replacing and removing it. */
export class FactorPanel extends EventTarget {
    #place;
    #mustEnrol;
    /** @type {Status} */
    #status = { is_on: false, recovery_codes_left: 0, is_required: false, has_passkeys: false };

    /**
     * @param {HTMLElement} place
     * @param {boolean} mustEnrol Whether nothing else is open to this person before.
     */
    constructor(place, mustEnrol) {
        super();
        this.#place = place;
        this.#mustEnrol = mustEnrol;
    }

    /**
     * What confirms an important step, as far as is known.
     *
     * @returns {import("./proof-fields.js").Proof}
     */
    get proof() {
        if (this.#status.is_on) return "code";
        return this.#status.has_passkeys ? "passkey" : "password";
    }

    async load() {
        try {
            this.#status = await get(ADDRESS);
            this.#overview();
        } catch (error) {
            this.#place.replaceChildren(complaint(error), actions(button(text("security.again"), () => this.load())));
        }
    }

    #overview() {
        const { is_on: isOn, enrolled_at: since, recovery_codes_left: left, is_required: isRequired } = this.#status;
        if (!isOn) {
            this.#place.replaceChildren(
                state("off", text("security.factor.off")),
                ...(this.#status.has_passkeys ? [paragraph(text("security.factor.by_passkey"))] : []),
                paragraph(text("security.factor.off_means")),
                actions(button(text("security.factor.set_up"), () => this.#prove("begin"), "primary")),
            );
            return;
        }
        const codes = paragraph(plural("security.recovery.left", left), left < 3 ? "security__few" : "");
        this.#place.replaceChildren(
            state("on", text("security.factor.on", { when: fullTime(since ?? "") })),
            codes,
            actions(
                button(text("security.recovery.renew"), () => this.#prove("renew")),
                button(text("security.factor.replace"), () => this.#prove("begin")),
                ...(isRequired ? [] : [button(text("security.factor.remove"), () => this.#prove("remove"), "danger")]),
            ),
            ...(isRequired ? [paragraph(text("security.factor.required"), "panel-page__hint")] : []),
        );
    }

    /**
     * Asks for what confirms an important step, and takes it.
     *
     * @param {"begin"|"renew"|"remove"} step
     */
    #prove(step) {
        const { boxes, body } = proofFields(this.proof);
        const steps = {
            begin: async () => this.#enrol(await post(ADDRESS, await body())),
            renew: async () => this.#codes((await post("/api/v1/agent/recovery-codes", await body())).recovery_codes),
            remove: async () => {
                await post(`${ADDRESS}/remove`, await body());
                this.#changed();
                await this.load();
            },
        };
        show(
            this.#place,
            form({
                content: [paragraph(text(`security.proof.${step}`)), ...boxes],
                action: text(`security.proof.${step}_action`),
                kind: step === "remove" ? "danger" : "primary",
                send: steps[step],
                cancel: () => this.#overview(),
            }),
        );
    }

    /** @param {Enrolment} enrolment */
    #enrol({ key, address, drawing }) {
        const code = codeField(text("security.enrol.code"), text("security.enrol.code_help"));
        code.input.inputMode = "numeric";
        const typed = element("code", { class: "security__key" }, (key.match(/.{1,4}/g) ?? []).join(" "));
        show(
            this.#place,
            form({
                content: [
                    element("div", { class: "security__enrol" },
                        element("div", { class: "security__qr" }, qr(drawing)),
                        element("div", { class: "security__steps" },
                            element("ol", {},
                                element("li", {}, text("security.enrol.scan")),
                                element("li", {}, text("security.enrol.or_type"), " ", typed, " ", copyButton(key)),
                                element("li", {}, text("security.enrol.then")),
                            ),
                            element("a", { href: address, class: "security__app" }, text("security.enrol.on_this_device")),
                            code.box,
                        ),
                    ),
                ],
                action: text("security.enrol.confirm"),
                send: async () => {
                    const answer = await post(`${ADDRESS}/confirm`, { code: code.input.value.trim() });
                    this.#status = { ...this.#status, is_on: true };
                    this.#changed();
                    this.#codes(answer.recovery_codes);
                },
                cancel: () => this.load(),
            }),
        );
    }

    /** @param {string[]} codes */
    #codes(codes) {
        const done = button(text("security.recovery.done"), () => (this.#mustEnrol ? location.assign("/desk") : this.load()), "primary");
        this.#place.replaceChildren(recoveryCodes(codes), actions(done));
        this.#place.querySelector("h3")?.focus();
    }

    #changed() {
        this.dispatchEvent(new Event("changed"));
    }
}

/**
 * @param {"on"|"off"} kind
 * @param {string} words
 */
function state(kind, words) {
    return element("p", { class: `security__state security__state--${kind}` }, words);
}

/**
 * The drawing of the server, whose figures are black on white for the camera.
 *
 * @param {string} drawing
 */
function qr(drawing) {
    const picture = drawingOf(drawing);
    picture.setAttribute("role", "img");
    picture.setAttribute("aria-label", text("security.enrol.qr"));
    return picture;
}
