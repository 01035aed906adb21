import assert from "node:assert/strict";
import { test } from "node:test";
import { nearest } from "../../../Sources/Conversations/Desk/macro-book.js";
import { fittingMacros, inLanguage } from "../../../Sources/Conversations/Desk/macros.js";

const said = (/** @type {string} */ locale, title = locale) => ({ locale, title, body: `text ${locale}` });
const macro = (/** @type {string} */ shortcut, /** @type {ReturnType<typeof said>[]} */ ...texts) => /** @type {any} */ ({ id: shortcut, shortcut, ...texts[0], texts, actions: [] });

test("a macro speaks the customer's language or the nearest", () => {
    const chosen = (/** @type {string} */ locale, /** @type {string[]} */ ...locales) => nearest(locales.map((one) => said(one)), locale).locale;
    assert.equal(chosen("zh-CN", "en", "zh-CN", "zh-TW"), "zh-CN");
    assert.equal(chosen("zh-TW", "en", "zh-CN"), "zh-CN");
    assert.equal(chosen("fr", "zh-CN", "en"), "en");
    assert.equal(chosen("fr", "zh-CN", "de"), "zh-CN");
});

test("a macro is turned to its other languages, round and by name", () => {
    const late = macro("late", said("en"), said("zh-CN"), said("ja"));
    assert.equal(inLanguage(late, 1)?.body, "text zh-CN");
    assert.equal(inLanguage(late, -1)?.locale, "ja");
    assert.equal(inLanguage(late, "ja")?.title, "ja");
    assert.equal(inLanguage(late, "fr"), null);
    assert.equal(inLanguage(macro("one", said("en")), 1), null);
    assert.equal(late.locale, "en");
});

test("a macro is found by its words in any language, its shortcut first", () => {
    const all = [macro("b", said("en", "Thanks"), said("zh-CN", "致谢")), macro("thanks", said("zh-CN", "多谢"))];
    assert.deepEqual(fittingMacros(all, "thanks").map(({ shortcut }) => shortcut), ["thanks", "b"]);
    assert.deepEqual(fittingMacros(all, "致谢").map(({ shortcut }) => shortcut), ["b"]);
    assert.deepEqual(fittingMacros(all, "text zh").map(({ shortcut }) => shortcut), ["b", "thanks"]);
    assert.deepEqual(fittingMacros(all, "nothing"), []);
});
