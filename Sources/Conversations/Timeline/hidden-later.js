import { MASK } from "./text-parts.js";

/** @typedef {import("./grouping.js").Entry} Entry */

/**
 * Earlier messages turned out to be pieces of a secret: the server has hidden them by now.
 *
 * @param {Map<string, Entry>} entries
 * @param {number[]} seqs Their numbers.
 */
export function hideLater(entries, seqs) {
    for (const [key, entry] of entries) {
        const { message } = entry;
        if (!seqs.includes(message.seq ?? 0) || message.masked?.length) continue;
        entries.set(key, { ...entry, message: { ...message, body: MASK, masked: ["seed_phrase"] } });
    }
}
