import { has, text } from "../../Web/Client/strings.js";

/**
 * What a stopped message asked for, in words.
 *
 * @param {string[]} asks
 */
export function askedWords(asks) {
    const words = asks.map((kind) => (has(`timeline.asks.${kind}`) ? text(`timeline.asks.${kind}`) : kind));
    return new Intl.ListFormat(document.documentElement.lang, { type: "disjunction" }).format(words);
}
