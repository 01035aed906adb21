import { has, text } from "../../Web/Client/strings.js";

/**
 * A topic in words; one that this release does not know is told as it is.
 *
 * @param {string} topic
 */
export function topicName(topic) {
    return has(`topic.${topic}`) ? text(`topic.${topic}`) : topic;
}
