/**
 * Puts a question among the keywords of the article that is open, so that it is found by it as well; the editor saves it as
 * what somebody typed.
 *
 * @param {HTMLElement} root The editor.
 * @param {string} words
 */
export function addKeyword(root, words) {
    const field = root.querySelector("#article-keywords");
    if (!(field instanceof HTMLInputElement) || field.readOnly) return;
    const ends = /[,，、;；]/u;
    const word = words.split(ends).join(" ").trim();
    const known = field.value.split(ends).map((one) => one.trim()).filter(Boolean);
    field.closest("details")?.setAttribute("open", "");
    if (word && !known.includes(word)) {
        field.value = [...known, word].join(", ");
        field.dispatchEvent(new Event("input"));
    }
    field.focus();
}
