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

/** What the server knows of a link. */
const known = (text, verdict = "unknown", reason = "not_listed", host = "example.org") => ({ text, kind: "link", host, verdict, reason });

test("what the server knows is official is marked so, and a fake is no link at all", () => {
    const body = "ours https://exchange.example/help, not exchange-login.example or https://exchange.example@evil.test/.";
    const parts = textParts(body, false, [
        known("https://exchange.example/help", "official", "exact_match"),
        known("exchange-login.example", "impersonation", "added_words"),
        known("https://exchange.example@evil.test/", "impersonation", "name_before_at", "evil.test"),
    ]);
    assert.deepEqual(parts.map(({ type }) => type), ["text", "link", "text", "suspect", "text", "suspect", "text"]);
    assert.equal(parts[1].isOfficial, true);
    assert.equal(parts[5].link.host, "evil.test");
    assert.equal(parts.map((part) => part.text ?? part.link?.text ?? `${part.before}${part.host}${part.after}`).join(""), body);
});

test("a link that the server knows nothing of is shown as before, never as official", () => {
    const [part] = textParts("https://example.org", false, [known("https://example.org")]);
    assert.equal(part.isOfficial, false);
    assert.equal(textParts("https://example.org")[0].isOfficial, undefined);
});

test("the same link twice is known twice, around what is hidden as well", () => {
    const fake = known("https://evil.test/", "impersonation", "reported_before");
    const parts = textParts("https://evil.test/ ▮▮▮▮▮▮ https://evil.test/", true, [fake, fake]);
    assert.deepEqual(parts.filter(({ type }) => type !== "text").map(({ type }) => type), ["suspect", "masked", "suspect"]);
});
