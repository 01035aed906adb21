import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { PuzzleSearch } from "../../../Sources/Web/ProofOfWork/puzzle-search.js";

/** The zero bits that a SHA-256 begins with, by node's own. */
function zeroBits(words) {
    const bits = [...createHash("sha256").update(words).digest()].map((byte) => byte.toString(2).padStart(8, "0")).join("");
    return bits.indexOf("1");
}

test("the first number that solves it is found, whatever the length of the text", () => {
    for (let length = 0; length < 140; length += 1) {
        const text = "x".repeat(length);
        const found = new PuzzleSearch(text, 6).run(100_000);
        let expected = 0;
        while (zeroBits(`${text}:${expected}`) < 6) expected += 1;
        assert.equal(found, String(expected), `${length} characters`);
    }
});

test("a search goes on where it stopped", () => {
    const text = "A".repeat(64);
    const whole = new PuzzleSearch(text, 12).run(1_000_000);
    const search = new PuzzleSearch(text, 12);
    let found = null;
    while (found === null) found = search.run(100);
    assert.equal(found, whole);
    assert.ok(zeroBits(`${text}:${found}`) >= 12);
});
