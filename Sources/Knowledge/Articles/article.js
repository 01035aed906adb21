import { post } from "../../Web/Client/http.js";
import { enhance, required } from "../../Web/Client/modules.js";
import { problemText } from "../../Web/Client/problem-text.js";
import { text } from "../../Web/Client/strings.js";

/** Every heading can be linked to. */
enhance("article-body", (body) => {
    for (const heading of body.querySelectorAll(":is(h2, h3)[id]:not(.platforms__name)")) {
        const anchor = document.createElement("a");
        anchor.className = "prose__anchor";
        anchor.href = `#${encodeURIComponent(heading.id)}`;
        anchor.textContent = "#";
        anchor.setAttribute("aria-label", text("article.link_to_section", { name: heading.textContent ?? "" }));
        heading.append(anchor);
    }
});

/** The list of contents marks what is being read. */
enhance("article-contents", (contents) => {
    /** @type {Map<string, Element>} */
    const links = new Map();
    for (const link of contents.querySelectorAll("a")) links.set(decodeURIComponent(link.hash.slice(1)), link);
    const headings = [...links.keys()].map((id) => document.getElementById(id)).flatMap((found) => found ?? []);
    let isPlanned = false;
    const mark = () => {
        isPlanned = false;
        const passed = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight / 3);
        const current = (passed.at(-1) ?? headings[0])?.id;
        for (const [id, link] of links) {
            if (id === current) link.setAttribute("aria-current", "location");
            else link.removeAttribute("aria-current");
        }
    };
    const plan = () => {
        if (isPlanned) return;
        isPlanned = true;
        requestAnimationFrame(mark);
    };
    addEventListener("scroll", plan, { passive: true });
    mark();
});

/** Was it helpful: one press counts, words after a "no" are welcome. */
enhance("article-feedback", (root) => {
    const question = required(root, "[data-part=question]", HTMLElement);
    const form = required(root, "[data-part=comment]", HTMLFormElement);
    const thanks = required(root, "[data-part=thanks]", HTMLElement);
    const url = root.dataset.url ?? "";

    /** @param {boolean} helpful @param {string} [comment] */
    const send = async (helpful, comment) => {
        for (const button of root.querySelectorAll("button")) button.disabled = true;
        try {
            await post(url, { helpful, ...(comment ? { comment } : {}) });
            question.hidden = true;
            form.hidden = helpful || comment !== undefined;
            thanks.textContent = text(helpful || comment !== undefined ? "article.thanks" : "article.thanks_no");
            if (!form.hidden) form.querySelector("textarea")?.focus();
        } catch (error) {
            thanks.textContent = problemText(error);
        }
        for (const button of root.querySelectorAll("button")) button.disabled = false;
    };

    for (const button of question.querySelectorAll("button")) {
        button.addEventListener("click", () => send(button.dataset.helpful === "true"));
    }
    form.addEventListener("submit", (event) => {
        event.preventDefault();
        send(false, String(new FormData(form).get("comment")).trim());
    });
    root.hidden = false;
});
