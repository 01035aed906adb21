import { text } from "../../Web/Client/strings.js";

/**
 * Does what is asked for beside the conversation, in the customer's column.
 *
 * @param {object} desk
 * @param {import("./customer-pane.js").CustomerPane} desk.customer
 * @param {import("./layout.js").Layout} desk.layout
 * @param {import("./verifications.js").Verifications} desk.verifications
 * @param {import("./case-tools.js").CaseTools} desk.cases
 * @param {import("./case-links.js").CaseLinks} desk.links
 * @param {import("./case-pane.js").CasePane} desk.pane
 * @param {import("./composer-deck.js").ComposerDeck} desk.deck
 * @param {import("./toasts.js").Toasts} desk.toasts
 * @param {(id: string) => void} desk.open
 */
export function listenToCustomerPane(desk) {
    const { customer, layout } = desk;
    const on = (/** @type {string} */ name, /** @type {(detail: any) => void} */ run) =>
        customer.addEventListener(name, (event) => run(/** @type {CustomEvent} */ (event).detail));
    on("verify", ({ purposes = null }) => void desk.verifications.ask(purposes));
    on("tag", () => desk.cases.tag());
    on("untag", ({ tag }) => desk.cases.untag(tag));
    on("unlink", ({ other }) => void desk.links.unlink(other));
    on("open", ({ id }) => desk.open(id));
    on("insert", ({ text: words }) => {
        layout.closeDetails();
        desk.pane.write("text");
        desk.deck.insert(words);
    });
    on("copied", () => desk.toasts.say(text("desk.copied")));
    on("close", () => layout.closeDetails());
}
