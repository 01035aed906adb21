/**
 * Answers of one click, as the server will make them.
 *
 * @param {string[]} labels
 */
export function choices(labels) {
    return { type: "choices", actions: labels.map((label, index) => ({ id: `reply.${index + 1}`, label })) };
}
