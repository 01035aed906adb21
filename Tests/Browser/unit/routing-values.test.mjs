import assert from "node:assert/strict";
import { test } from "node:test";
import { clock, inUnits, languageCode, skillName, wholeNumber, wrongSpans } from "../../../Sources/Conversations/Routing/routing-values.js";

test("a span of time is told in the largest unit in which it is whole", () => {
    assert.deepEqual(inUnits(90), { amount: 90, unit: "seconds" });
    assert.deepEqual(inUnits(120), { amount: 2, unit: "minutes" });
    assert.deepEqual(inUnits(14_400), { amount: 4, unit: "hours" });
    assert.deepEqual(inUnits(172_800), { amount: 2, unit: "days" });
});

test("times of the day are understood as people type them", () => {
    const typed = ["9", "9:30", "09:30", "0930", "24:00", " 7.05 ", "９：３０", "0"];
    assert.deepEqual(typed.map(clock), ["09:00", "09:30", "09:30", "09:30", "24:00", "07:05", "09:30", "00:00"]);
    for (const wrong of ["", "25", "24:01", "9:60", "930", "noon", "-1", "9:5"]) assert.equal(clock(wrong), null, wrong);
});

test("hours of a day may not be wrong, end before they start, or overlap", () => {
    const spans = (/** @type {[string, string][]} */ ...all) => all.map(([from, to]) => ({ from, to }));
    assert.equal(wrongSpans([]), null);
    assert.equal(wrongSpans(spans(["13:30", "18"], ["9", "12:30"])), null);
    assert.equal(wrongSpans(spans(["9", "12"], ["12", "24:00"])), null);
    assert.equal(wrongSpans(spans(["9", ""])), "time");
    assert.equal(wrongSpans(spans(["18", "9"])), "order");
    assert.equal(wrongSpans(spans(["9", "9"])), "order");
    assert.equal(wrongSpans(spans(["9", "12:30"], ["12", "18"])), "overlap");
});

test("names of skills and languages are what the server takes", () => {
    assert.equal(skillName(" Fraud cases "), "fraud-cases");
    assert.equal(skillName("kyc_2"), "kyc_2");
    for (const wrong of ["", "反欺诈", "a".repeat(41), "a/b"]) assert.equal(skillName(wrong), null, wrong);
    assert.equal(languageCode(" JA "), "ja");
    for (const wrong of ["", "zh-CN", "english", "1"]) assert.equal(languageCode(wrong), null, wrong);
});

test("only whole numbers are numbers", () => {
    assert.deepEqual([" 12 ", "０", "7"].map(wholeNumber), [12, 0, 7]);
    for (const wrong of ["", "1.5", "-1", "1e3", "ten", "1234567890"]) assert.equal(wholeNumber(wrong), null, wrong);
});
