import assert from "node:assert/strict";
import { test } from "node:test";
import { LARGEST_FILE, fileAddress, isHEIC, refusal, uploadAddress } from "../../../Sources/Conversations/Timeline/uploads.js";

const cases = [
    [{ size: 1, type: "image/png", name: "a.png" }, null],
    [{ size: 1, type: "text/plain; charset=utf-8", name: "a.txt" }, null],
    [{ size: 1, type: "", name: "notes" }, null],
    [{ size: 0, type: "image/png", name: "a.png" }, "attachment_empty"],
    [{ size: LARGEST_FILE, type: "image/png", name: "a.png" }, null],
    [{ size: LARGEST_FILE + 1, type: "image/png", name: "a.png" }, "attachment_too_large"],
    [{ size: 1, type: "image/heic", name: "a.heic" }, "attachment_heic"],
    [{ size: 1, type: "image/heif", name: "a" }, "attachment_heic"],
    [{ size: 1, type: "", name: "IMG_0001.HEIC" }, "attachment_heic"],
    [{ size: 1, type: "image/svg+xml", name: "a.svg" }, "attachment_type_not_accepted"],
    [{ size: 1, type: "application/zip", name: "a.zip" }, "attachment_type_not_accepted"],
];

for (const [file, code] of cases) {
    test(`${file.name}, ${file.type}, ${file.size} bytes: ${code ?? "taken"}`, () => assert.equal(refusal(file), code));
}

test("a picture that only ends like an iPhone's is none", () => {
    assert.equal(isHEIC({ type: "image/jpeg", name: "a.heic" }), false);
});

test("an address that says as whom keeps saying it", () => {
    const [customer, agent] = [{ url: "/api/v1/attachments" }, { url: "/api/v1/attachments?as=agent" }];
    assert.equal(uploadAddress(customer, "a b&c.png"), "/api/v1/attachments?name=a%20b%26c.png");
    assert.equal(uploadAddress(agent, "a.png"), "/api/v1/attachments?as=agent&name=a.png");
    assert.equal(fileAddress(customer, "att_1"), "/api/v1/attachments/att_1");
    assert.equal(fileAddress(agent, "att_1"), "/api/v1/attachments/att_1?as=agent");
});
