import { fullTime, timeAgoShort } from "../../Web/Client/format.js";
import { text } from "../../Web/Client/strings.js";
import { topicName } from "../Lifecycle/topic-name.js";
import { element } from "../Timeline/elements.js";

/**
 * A conversation in the list of the first screen.
 *
 * @param {import("../CustomerPages/customer-conversation.js").Conversation} conversation
 */
export function recentRow({ id, subject, topic, progress, unread, updated_at, last_message }) {
    const title = subject || topicName(topic);
    const button = element(
        "button",
        { type: "button", class: "list-row widget__recent-row", "data-conversation": id },
        element(
            "span",
            { class: "list-row__text" },
            element("span", { class: "list-row__title", dir: "auto" }, title),
            element("span", { class: "list-row__detail", dir: "auto" }, last_message?.body || text(`conversation.progress.${progress}`)),
        ),
        element("time", { class: "widget__recent-time", datetime: updated_at, title: fullTime(updated_at) }, timeAgoShort(updated_at)),
        unread > 0 && element("span", { class: "badge badge--accent", "aria-label": text("widget.unread", { count: unread }) }, String(unread)),
    );
    return element("li", {}, button);
}
