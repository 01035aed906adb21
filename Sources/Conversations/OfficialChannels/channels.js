import { languageName } from "../../Web/Client/format.js";
import { enhance, required } from "../../Web/Client/modules.js";
import { problemText } from "../../Web/Client/problem-text.js";
import { text } from "../../Web/Client/strings.js";
import { topicName } from "../Lifecycle/topic-name.js";
import { api } from "../Timeline/api.js";
import { element } from "../Timeline/elements.js";
import { channelForm, KINDS, regionName, validity } from "./channel-form.js";

/** @typedef {import("../Routing/record-form.js").RecordForm} RecordForm */
/** @typedef {import("./channel-form.js").Channel} Channel */

const SAID_FOR = 6000;

/** The page on which admins say what is official: the list by kind, and the entry that is changed. */
class ChannelsPage {
    #root;
    #known;
    /** @type {Channel[]} */
    #channels = [];
    /** Forms by the ids of their entries, so that what is not saved stays while another one is looked at. @type {Map<string, RecordForm>} */
    #forms = new Map();
    /** @type {string|null} */
    #open = null;
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    #silence;

    /** @param {HTMLElement} root */
    constructor(root) {
        this.#root = root;
        const { locales = "", topics = "", platforms = "", stores = "", longestValue, longestLabel, mostChoices } = root.dataset;
        const named = (/** @type {string} */ list) => list.split("|").map((one) => ({ id: one.split("=")[0], name: one.split("=")[1] ?? one }));
        this.#known = { locales: locales.split(" "), topics: topics.split(" "), platforms: named(platforms), stores: named(stores), longestValue: Number(longestValue), longestLabel: Number(longestLabel), mostChoices: Number(mostChoices) };
        addEventListener("hashchange", () => this.#went(true));
        addEventListener("beforeunload", (event) => {
            if ([...this.#forms.values()].some(({ isChanged }) => isChanged)) event.preventDefault();
        });
    }

    async start() {
        if (await this.#load()) this.#went(false);
    }

    /** @returns {Promise<boolean>} Whether it came. */
    async #load() {
        try {
            this.#channels = (await api.get("/api/v1/admin/official-channels")).data;
            for (const [id, form] of this.#forms) {
                if (!form.isChanged) this.#forms.delete(id);
            }
            this.#node("main").removeAttribute("aria-busy");
            return true;
        } catch (error) {
            this.#node("none").textContent = problemText(error);
            return false;
        }
    }

    /** @param {boolean} isFocused Whether somebody went there just now. */
    #went(isFocused) {
        this.#open = location.hash.slice(1) || null;
        this.#say("");
        this.#show();
        if (!isFocused) return;
        const form = this.#form();
        if (form) form.focus("title");
        else this.#node("list-title").focus();
    }

    #show() {
        this.#showList();
        const form = this.#form();
        this.#root.dataset.column = form ? "editor" : "list";
        this.#node("editor").replaceChildren(form?.node ?? element("p", { class: "routing__hint" }, text("channels.hint")));
    }

    #showList() {
        const groups = KINDS.flatMap((kind) => {
            const ofKind = this.#channels.filter((channel) => channel.kind === kind);
            if (ofKind.length === 0) return [];
            return [element("h3", { class: "channels__kind" }, text(`verify.kind.${kind}`)), element("ul", { role: "list" }, ...ofKind.map((channel) => this.#item(channel)))];
        });
        this.#node("list").replaceChildren(...groups);
        this.#node("none").textContent = this.#channels.length === 0 ? text("channels.none") : "";
    }

    /** @param {Channel} channel */
    #item(channel) {
        const { id, value, platform, region, languages, topics, labels } = channel;
        const state = validity(channel, Date.now());
        const platforms = [...this.#known.platforms, ...this.#known.stores];
        const label = labels.find(({ locale }) => locale === document.documentElement.lang)?.text ?? labels[0]?.text;
        const about = [platforms.find((one) => one.id === platform)?.name, label, region && regionName(region), ...languages.map(languageName), ...topics.map(topicName)].filter(Boolean);
        const mark = this.#forms.get(id)?.isChanged ? text("routing.unsaved") : state === "valid" ? "" : text(`channels.${state}`);
        return element("li", {}, element("a", { class: "desk-page__item", href: `#${id}`, "aria-current": id === this.#open ? "true" : null },
            element("span", { class: state === "expired" ? "routing__name channels__over" : "routing__name" }, element("bdi", {}, value)),
            element("span", { class: "routing__mark" }, mark),
            about.length > 0 && element("span", { class: "routing__about", dir: "auto" }, about.join(" · "))));
    }

    /** @returns {RecordForm|null} The form of what is looked at; null when there is no such entry. */
    #form() {
        const id = this.#open;
        if (!id) return null;
        const known = this.#forms.get(id);
        if (known) return known;
        const channel = this.#channels.find((one) => one.id === id) ?? null;
        if (!channel && id !== "new") return null;
        const form = channelForm(channel, this.#known);
        this.#forms.set(id, form);
        let wasChanged = false;
        form.addEventListener("changed", () => {
            this.#say("");
            if (form.isChanged === wasChanged) return;
            wasChanged = form.isChanged;
            this.#showList();
        });
        form.addEventListener("saved", (event) => void this.#saved(id, /** @type {CustomEvent} */ (event).detail.record));
        form.addEventListener("deleted", () => void this.#deleted(id));
        return form;
    }

    /**
     * @param {string} id Under which it was written: `new` for a new one.
     * @param {Channel} channel As it is now.
     */
    async #saved(id, channel) {
        const wasOpen = this.#open === id;
        this.#forms.delete(id);
        if (wasOpen) {
            this.#open = channel.id;
            history.replaceState(null, "", `#${channel.id}`);
        }
        await this.#load();
        this.#show();
        if (wasOpen) this.#form()?.focus("save");
        this.#say(text("routing.saved"));
    }

    /** @param {string} id */
    async #deleted(id) {
        this.#forms.delete(id);
        history.replaceState(null, "", location.pathname);
        await this.#load();
        this.#went(true);
        this.#say(text("routing.deleted"));
    }

    /** @param {string} words Seen for a moment; empty for nothing. */
    #say(words) {
        clearTimeout(this.#silence);
        this.#node("said").textContent = words;
        if (words) this.#silence = setTimeout(() => this.#say(""), SAID_FOR);
    }

    /** @param {string} name */
    #node(name) {
        return required(this.#root, `[data-part=${name}]`, HTMLElement);
    }
}

enhance("channels", (/** @type {HTMLElement} */ root) => void new ChannelsPage(root).start());
