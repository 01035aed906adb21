import { text } from "../../Web/Client/strings.js";
import { element } from "../Timeline/elements.js";

/**
 * The question how it was, once a case is resolved: one to five and a comment.
 *
 * @param {object} options
 * @param {number|null} options.rating What was given before.
 * @param {(score: number, comment: string) => Promise<void>} options.rate
 * @returns {HTMLElement}
 */
export function ratingForm({ rating, rate }) {
    const form = element("form", { class: "rating" });
    const problem = element("p", { class: "rating__problem", role: "alert", hidden: true }, text("conversation.rating.failed"));
    const comment = element("textarea", { class: "input rating__comment", rows: 2, maxlength: 2000, "aria-label": text("conversation.rating.comment"), placeholder: text("conversation.rating.comment") });
    const send = element("button", { type: "submit", class: "button button--primary" }, text("conversation.rating.send"));
    const more = element("div", { class: "rating__more", hidden: rating === null }, comment, send);
    const legend = element("legend", { class: "rating__question" }, text("conversation.rating.question"));
    const scale = element("div", { class: "rating__scale" });
    for (let score = 1; score <= 5; score += 1) scale.append(choice(score, score === rating));
    const ends = element(
        "div",
        { class: "rating__ends", "aria-hidden": "true" },
        element("span", {}, text("conversation.rating.lowest")),
        element("span", {}, text("conversation.rating.highest")),
    );
    form.append(element("fieldset", { class: "rating__fieldset" }, legend, scale, ends), more, problem);
    form.addEventListener("change", () => (more.hidden = false));
    form.addEventListener("submit", async (event) => {
        event.preventDefault();
        const score = Number(new FormData(form).get("score"));
        if (!score) return;
        send.disabled = true;
        problem.hidden = true;
        try {
            await rate(score, comment.value.trim());
            form.replaceChildren(element("p", { class: "rating__thanks", role: "status" }, text("conversation.rating.thanks")));
        } catch {
            problem.hidden = false;
            send.disabled = false;
        }
    });
    return form;
}

/**
 * @param {number} score
 * @param {boolean} isChecked
 */
function choice(score, isChecked) {
    const label = text(`conversation.rating.score_${score}`);
    return element(
        "label",
        { class: "rating__choice", title: label },
        element("input", { type: "radio", name: "score", value: score, checked: isChecked, "aria-label": `${score}, ${label}` }),
        element("span", { "aria-hidden": "true" }, String(score)),
    );
}
