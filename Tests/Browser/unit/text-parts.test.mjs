import assert from "node:assert/strict";
import { test } from "node:test";
import { textParts } from "../../../Sources/Conversations/Timeline/text-parts.js";

/** The links of a text as they are shown, the host between bars. */
const links = (body) =>
    textParts(body).flatMap((part) => (part.type === "link" ? [`${part.before}|${part.host}|${part.after}`] : []));

const cases = [
    ["see https://exchange.example/help?q=1 now", "https://|exchange.example|/help?q=1"],
    ["look-alike letters are shown as they resolve: https://еxchange.example/", "https://|xn--xchange-6gg.example|/"],
    ["the host is what stands before the path: https://exchange.example.evil.test/exchange.example", "https://|exchange.example.evil.test|/exchange.example"],
    ["a port is part of it: http://exchange.example:8443", "http://|exchange.example:8443|"],
    ["请看https://exchange.example/帮助。谢谢", "https://|exchange.example|/帮助"],
    ["(https://exchange.example/a_(b))", "https://|exchange.example|/a_(b)"],
    ["direction is not turned: https://exchange.example/%E2%80%AEgpj", "https://|exchange.example|/%E2%80%AEgpj"],
];

for (const [body, shown] of cases) {
    test(`a link shows where it goes: ${body}`, () => assert.deepEqual(links(body), [shown]));
}

for (const body of [
    "https://exchange.example@evil.test/",
    "https://user:word@exchange.example/",
    "javascript:alert(1)",
    "data:text/html,x",
    "http://localhost/",
]) {
    test(`no link: ${body}`, () => assert.deepEqual(textParts(body).map(({ type }) => type), ["text"]));
}
