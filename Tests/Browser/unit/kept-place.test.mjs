import assert from "node:assert/strict";
import { test } from "node:test";
import { clock, placeToKeep } from "../../../Sources/Knowledge/Tutorials/kept-place.js";

test("a place is kept after the beginning and before the end", () => {
    for (const [second, duration, expected] of [[0, 60, null], [4.9, 60, null], [5, 60, 5], [31.7, 60, 31], [55, 60, 55], [55.1, 60, null], [60, 60, null], [7, 9, null], [31, NaN, 31], [NaN, 60, null]]) {
        assert.equal(placeToKeep(second, duration), expected, `${second} of ${duration}`);
    }
});

test("a clock", () => {
    for (const [second, expected] of [[0, "0:00"], [9, "0:09"], [151, "2:31"], [3751, "1:02:31"]]) assert.equal(clock(second), expected);
});
