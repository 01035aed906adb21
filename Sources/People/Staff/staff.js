import { element } from "../../Web/Client/elements.js";
import { get, ProblemError } from "../../Web/Client/http.js";
import { enhance, required } from "../../Web/Client/modules.js";
import { problemText } from "../../Web/Client/problem-text.js";
import { text } from "../../Web/Client/strings.js";
import { personView } from "./person-view.js";

/** @typedef {import("./person-view.js").Person} Person */

const ADDRESS = "/api/v1/admin/people";
/** How long somebody types before the list is read anew, in milliseconds. */
const PATIENCE = 250;
/** How long it is told that something was done, in milliseconds. */
const SAID_FOR = 6000;

/** The page of who works here: everybody, and the one who is looked at. */
class StaffPage {
    #root;
    #roles;
    /** @type {HTMLFormElement} */
    #find;
    /** @type {Person[]} */
    #people = [];
    /** @type {string|null} */
    #next = null;
    /** Which reading of the list is the last: answers may come in another order. */
    #reading = 0;
    /** @type {string|null} */
    #open = null;
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    #typing;
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    #silence;

    /** @param {HTMLElement} root */
    constructor(root) {
        this.#root = root;
        this.#roles = (root.dataset.roles ?? "").split(" ");
        this.#find = required(root, "[data-part=find]", HTMLFormElement);
        this.#find.addEventListener("submit", (event) => {
            event.preventDefault();
            void this.#load();
        });
        this.#find.addEventListener("input", () => {
            clearTimeout(this.#typing);
            this.#typing = setTimeout(() => void this.#load(), PATIENCE);
        });
        this.#node("more").addEventListener("click", () => void this.#load(this.#next));
        addEventListener("hashchange", () => void this.#went(true));
    }

    async start() {
        await Promise.all([this.#load(), this.#went(false)]);
    }

    /** @param {string|null} [cursor] Where the list goes on; it begins anew without one. */
    async #load(cursor = null) {
        const reading = ++this.#reading;
        const asked = new FormData(this.#find);
        const query = new URLSearchParams({ q: String(asked.get("words")).trim(), is_active: String(asked.get("state")), ...(cursor ? { cursor } : {}) });
        try {
            const page = await get(`${ADDRESS}?${query}`);
            if (reading !== this.#reading) return;
            this.#people = cursor ? [...this.#people, ...page.data] : page.data;
            this.#next = page.next_cursor;
            this.#showList();
        } catch (error) {
            if (reading === this.#reading) this.#node("none").textContent = problemText(error);
        }
        this.#node("main").removeAttribute("aria-busy");
    }

    #showList() {
        this.#node("list").replaceChildren(...this.#people.map((person) => this.#item(person)));
        this.#node("none").textContent = this.#people.length === 0 ? text("staff.none") : "";
        this.#node("more-line").hidden = this.#next === null;
    }

    /** @param {Person} person */
    #item({ id, name, email, role, is_active: isActive }) {
        const mark = isActive ? element("span", { class: "badge" }, text(`staff.role.${role}`)) : element("span", { class: "badge badge--danger" }, text("staff.off"));
        return element("li", {}, element("a", { class: "desk-page__item", href: `#${id}`, "aria-current": id === this.#open ? "true" : null },
            element("span", { class: "staff__name" }, element("bdi", {}, name)), mark, element("span", { class: "staff__about" }, email)));
    }

    /** @param {boolean} isFocused Whether somebody went there just now. */
    async #went(isFocused) {
        const id = location.hash.slice(1);
        this.#open = id || null;
        this.#root.dataset.column = id ? "editor" : "list";
        this.#showList();
        const place = this.#node("person");
        if (!id) {
            place.replaceChildren(element("p", { class: "desk-page__none" }, text("staff.choose")));
            if (isFocused) this.#node("list-title").focus();
            return;
        }
        try {
            const person = await get(`${ADDRESS}/${encodeURIComponent(id)}`);
            if (id === this.#open) this.#show(person, isFocused);
        } catch (error) {
            if (id === this.#open) place.replaceChildren(element("p", { class: "panel-page__problem", role: "alert" }, problemText(error)));
        }
    }

    /**
     * @param {Person} person
     * @param {boolean} isFocused
     */
    #show(person, isFocused) {
        const place = this.#node("person");
        const own = this.#root.dataset.agent ?? "";
        place.replaceChildren(personView(person, this.#roles, own, (step) => this.#do(person, step)));
        if (isFocused) place.querySelector("h2")?.focus();
    }

    /**
     * Does something about the person who is looked at, tells what, and shows them as they are then.
     *
     * @param {Person} person
     * @param {() => Promise<string>} step What to tell.
     */
    async #do(person, step) {
        try {
            this.#say(await step());
        } catch (error) {
            // What waits for a second person, and what somebody else did first, is told; the rest stands beside the button.
            if (!(error instanceof ProblemError) || (error.status !== 202 && error.code !== "agent_changed")) throw error;
            this.#say(problemText(error));
        }
        const now = await get(`${ADDRESS}/${person.id}`);
        const at = this.#people.findIndex(({ id }) => id === person.id);
        if (at >= 0) this.#people[at] = now;
        this.#showList();
        if (this.#open === person.id) this.#show(now, true);
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

enhance("staff", (/** @type {HTMLElement} */ root) => void new StaffPage(root).start());
