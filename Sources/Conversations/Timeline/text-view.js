import { text } from "../../Web/Client/strings.js";
import { drawing, element } from "./elements.js";
import { textParts } from "./text-parts.js";

/** @typedef {import("../../Realtime/Client/wire.js").Message} Message */

/**
 * A message's text with its links, what is hidden in it, and what must not be followed by mistake.
 *
 * @param {Message} message
 * @returns {Node[]}
 */
export function textView(message) {
    const isMasked = (message.masked?.length ?? 0) > 0;
    return textParts(message.body, isMasked, message.links).map((part) => partView(part, message));
}

/**
 * @param {import("./text-parts.js").TextPart} part
 * @param {Message} message
 */
function partView(part, message) {
    switch (part.type) {
        case "text":
            return document.createTextNode(part.text);
        case "masked":
            return element("span", { class: "masked-secret" }, drawing("lock"), text("timeline.masked.label"));
        case "suspect":
            return suspectView(part.link, message.seq);
        case "link":
            return linkView(part);
    }
}

/** @param {import("./text-parts.js").LinkPart} link */
function linkView({ href, before, host, after, isOfficial, shown }) {
    const mark = isOfficial ? [drawing("shield-check"), element("span", { class: "visually-hidden" }, text("timeline.link.official"))] : [];
    return element(
        "a",
        { href, target: "_blank", rel: "noopener nofollow", class: isOfficial ? "timeline-link timeline-link--official" : "timeline-link", title: isOfficial ? text("timeline.link.official") : (shown ?? host) },
        ...mark,
        element("span", { class: "timeline-link__rest" }, before),
        element("span", { class: "timeline-link__host" }, host),
        after,
    );
}

/**
 * A fake: nothing that a press opens before it was warned of.
 *
 * @param {import("./text-parts.js").GuardedLink} link
 * @param {number|undefined} seq
 */
function suspectView(link, seq) {
    const view = element("button", { type: "button", class: "timeline-link--fake", title: link.host },
        drawing("warning"), element("s", {}, link.text), element("span", { class: "timeline-link__mark" }, text("timeline.link.fake")));
    view.addEventListener("click", () => view.dispatchEvent(new CustomEvent("suspect", { bubbles: true, detail: { link, seq } })));
    return view;
}
