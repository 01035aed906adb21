import { text } from "../../Web/Client/strings.js";

/**
 * What is wrong, and what to do.
 *
 * @param {import("./article-api.js").TextFlaw} flaw
 */
export const flawWords = ({ kind, name }) => text(`knowledge.flaw.${kind}`, { name });
