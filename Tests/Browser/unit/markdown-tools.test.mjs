import assert from "node:assert/strict";
import { test } from "node:test";
import { apply, pictureNotation, TOOLS } from "../../../Sources/Knowledge/Authoring/markdown-tools.js";

/** A text with `[` and `]` around what is selected. */
function selection(marked) {
    const start = marked.indexOf("[");
    const end = marked.indexOf("]") - 1;
    return { text: marked.replace(/[[\]]/gu, ""), start, end };
}

const marked = ({ text, start, end }) => `${text.slice(0, start)}[${text.slice(start, end)}]${text.slice(end)}`;

for (const [tool, before, after] of [
    ["bold", "a [b] c", "a **[b]** c"], ["italic", "a []", "a *[]*"], ["code", "[x]", "`[x]`"],
    ["heading", "a\n[b]\nc", "a\n## b[]\nc"], ["list", "[a\nb]", "[- a\n- b]"], ["steps", "[a\nb]", "[1. a\n2. b]"], ["quote", "x[]", "> x[]"],
]) {
    test(`${tool} puts its marks there and takes them away again`, () => {
        const made = apply(tool, selection(before));
        assert.equal(marked(made), after);
        assert.equal(apply(tool, made).text, selection(before).text);
    });
}

test("a link is ready for its address, and a table for its first cell", () => {
    assert.equal(apply("link", selection("see [this]")).text, "see [this](https://)");
    const table = apply("table", selection("text[]"));
    assert.match(table.text, /^text\n\n\| {2}\| {2}\|\n\| --- \| --- \|/u);
    assert.equal(table.start, table.text.indexOf("|") + 2);
});

test("every button does something, also to nothing", () => {
    for (const tool of TOOLS) assert.notEqual(apply(tool, { text: "", start: 0, end: 0 }).text, "");
});

for (const [alt, written] of [
    ["The form", "![The form](/pictures/form)"], [" two\nlines  of it ", "![two lines of it](/pictures/form)"],
    ["a] ![b](c) \\ `d` <e> & *f* _g_ | {{var:h}}", "![a\\] \\!\\[b\\](c) \\\\ \\`d\\` \\<e\\> \\& \\*f\\* \\_g\\_ \\| \\{\\{var:h\\}\\}](/pictures/form)"],
]) {
    test(`a picture says ${JSON.stringify(alt)} as it was written`, () => assert.equal(pictureNotation("form", alt), written));
}
