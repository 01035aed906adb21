/** @type {[string, RegExp][]} */
const SCRIPTS = [
    ["kana", /[\p{Script=Hiragana}\p{Script=Katakana}]/gu], ["han", /\p{Script=Han}/gu], ["hangul", /\p{Script=Hangul}/gu],
    ["cyrillic", /\p{Script=Cyrillic}/gu], ["arabic", /\p{Script=Arabic}/gu], ["thai", /\p{Script=Thai}/gu], ["devanagari", /\p{Script=Devanagari}/gu],
    ["latin", /\p{Script=Latin}/gu],
];
/** @type {Record<string, string>} The scripts of languages that are not written in Latin letters. */
const WRITTEN = { zh: "han", ja: "kana", ko: "hangul", ru: "cyrillic", uk: "cyrillic", bg: "cyrillic", sr: "cyrillic", ar: "arabic", fa: "arabic", ur: "arabic", th: "thai", hi: "devanagari" };
/** What is no language: addresses, and codes such as a transaction's. */
const CODES = /https?:\/\/\S+|\S*\d\S*/giu;
/** A character of these says as much as several letters. */
const WEIGHT = 3;

/**
 * Whether a message is probably written in a language that its reader does not read. It goes by the script; within one
 * script by the conversation's language.
 *
 * @param {string} body
 * @param {string} locale The conversation's language.
 * @param {string} reader The language of who reads it.
 */
export function isForeign(body, locale, reader) {
    const written = scriptOf(body.replace(CODES, " "));
    if (written === null) return false;
    if (written !== scriptFor(reader)) return true;
    return written === scriptFor(locale) && language(locale) !== language(reader);
}

/** @param {string} code */
function language(code) {
    return code.split("-")[0].toLowerCase();
}

/** @param {string} code */
function scriptFor(code) {
    return WRITTEN[language(code)] ?? "latin";
}

/**
 * The script that says the most; null where nothing is said in words.
 *
 * @param {string} words
 */
function scriptOf(words) {
    const counted = SCRIPTS.map(([name, letters]) => ({ name, count: (words.match(letters)?.length ?? 0) * (name === "latin" ? 1 : WEIGHT) }));
    const kana = counted[0].count;
    // Japanese is written with Chinese characters too.
    if (kana > 0) counted[0].count += counted[1].count;
    const most = counted.reduce((a, b) => (b.count > a.count ? b : a));
    return most.count > 0 ? most.name : null;
}
