import { post } from "../../Web/Client/http.js";
import { enhance, required } from "../../Web/Client/modules.js";
import { problemText } from "../../Web/Client/problem-text.js";
import { text } from "../../Web/Client/strings.js";

const REPORTS = "/api/v1/phishing-reports/pictures";

/**
 * Sends a picture, with what keeps programs from sending thousands.
 *
 * @param {FormData} form
 */
async function send(form) {
    // Asked for beforehand: a picture that is refused for want of it would have been sent for nothing.
    const challenge = await post("/api/v1/proof-of-work", { purpose: "report" });
    const { solve } = await import("../../Web/ProofOfWork/solve-puzzle.js");
    const proof = await solve(challenge);
    await post(REPORTS, form, { headers: { "proof-of-work": `${proof.challenge}:${proof.nonce}` } });
}

/** A picture of a fake is reported without leaving the page; without script there is no proof of work, and no form. */
enhance("verify-picture", (/** @type {HTMLElement} */ root) => {
    const form = required(root, "form", HTMLFormElement);
    const file = required(form, "[type=file]", HTMLInputElement);
    const comment = required(form, "[name=comment]", HTMLInputElement);
    const button = required(form, "button", HTMLButtonElement);
    const said = required(form, "[data-part=said]", HTMLElement);
    root.hidden = false;

    form.addEventListener("submit", async (event) => {
        event.preventDefault();
        const picture = file.files?.[0];
        if (!picture || button.getAttribute("aria-disabled") === "true") return;
        button.setAttribute("aria-disabled", "true");
        say(text("verify.picture.sending"), "");
        try {
            const parts = new FormData();
            // The server reads what stands before the file.
            parts.set("comment", comment.value);
            parts.set("file", picture);
            await send(parts);
            form.reset();
            say(text("verify.picture.thanks"), "notice notice--success");
        } catch (error) {
            say(problemText(error), "notice notice--danger");
        } finally {
            button.removeAttribute("aria-disabled");
        }
    });

    /** @param {string} words @param {string} look */
    function say(words, look) {
        said.className = `verify-picture__said ${look}`;
        said.textContent = words;
    }
});
