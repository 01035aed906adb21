import assert from "node:assert/strict";
import { test } from "node:test";
import { rejudged } from "../../../Sources/Conversations/LinkGuard/link-verdicts.js";

const link = (text, verdict = "unknown", reason = "not_listed") => ({ text, kind: "link", host: "", verdict, reason });
const after = (one, reported, cleared = []) => {
    const { verdict, reason } = rejudged(one, { reported, cleared });
    return `${verdict} ${reason}`;
};

for (const text of ["https://evil.test/x", "http://www.evil.test", "https://login.evil.test:8443/", "evil.test/x"]) {
    test(`a reported host is a fake at once: ${text}`, () => assert.equal(after(link(text), ["evil.test"]), "impersonation reported_before"));
}

test("a reported page is that page alone", () => {
    assert.equal(after(link("https://bit.ly/3Abc/"), ["bit.ly/3abc"]), "impersonation reported_before");
    assert.equal(after(link("https://bit.ly/other"), ["bit.ly/3abc"]), "unknown not_listed");
});

for (const text of ["https://notevil.test/", "https://evil.test.example/", "https://example.org/evil.test"]) {
    test(`another host is not: ${text}`, () => assert.equal(after(link(text), ["evil.test"]), "unknown not_listed"));
}

test("what is official stays it, and what looks like us keeps its reason", () => {
    assert.equal(after(link("https://evil.test", "official", "exact_match"), ["evil.test"]), "official exact_match");
    assert.equal(after(link("https://evil.test", "impersonation", "added_words"), [], ["evil.test"]), "impersonation added_words");
});

test("what is cleared is unknown again, and what did not change is the same object", () => {
    assert.equal(after(link("https://evil.test", "impersonation", "reported_before"), [], ["evil.test"]), "unknown not_listed");
    const other = link("https://example.org");
    assert.equal(rejudged(other, { reported: ["evil.test"], cleared: ["a.test"] }), other);
});
