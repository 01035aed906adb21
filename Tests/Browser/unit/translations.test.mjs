import assert from "node:assert/strict";
import { test } from "node:test";
import { isForeign } from "../../../Sources/Conversations/Desk/written-language.js";

for (const [body, locale, reader, wanted] of /** @type {[string, string, string, boolean][]} */ ([
    ["提币未到账", "zh-CN", "en", true], ["提币未到账", "zh-CN", "zh-CN", false], ["My withdrawal has not arrived", "zh-CN", "zh-CN", true],
    ["My withdrawal has not arrived", "en", "en", false], ["Mon retrait n'est pas arrivé", "fr", "en", true], ["my deposit", "zh-CN", "en", false],
    ["提币 TXID 3f9a0c1d2e3f4a5b https://example.com/tx/aaaaaaaaaaaaaaaaaaaaaaaa", "zh-CN", "zh-CN", false], ["BTC 充值到账慢，请问多久能到？", "zh-CN", "en", true],
    ["出金が届きません", "ja", "zh-CN", true], ["出金が届きません", "ja", "ja", false], ["Где мои деньги?", "en", "en", true], ["출금이 안 됩니다", "ko", "ko", false],
    ["12345 👍", "zh-CN", "en", false], ["https://example.com/path", "en", "zh-CN", false], ["", "en", "zh-CN", false],
])) {
    test(`"${body}" is ${wanted ? "" : "not "}foreign to a reader of ${reader}`, () => assert.equal(isForeign(body, locale, reader), wanted));
}
