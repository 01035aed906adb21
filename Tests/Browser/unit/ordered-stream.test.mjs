import assert from "node:assert/strict";
import { test } from "node:test";
import { OrderedStream } from "../../../Sources/Realtime/Client/ordered-stream.js";

/** Everything that a stream gives when numbers arrive in this order. */
function given(numbers, last = 0) {
    const stream = new OrderedStream(last);
    return numbers.flatMap((number) => stream.accept(number, number));
}

test("what comes in order is given at once", () => {
    const stream = new OrderedStream();
    assert.deepEqual(stream.accept(1, "a"), ["a"]);
    assert.deepEqual(stream.accept(2, "b"), ["b"]);
    assert.equal(stream.last, 2);
    assert.equal(stream.isBehind, false);
});

test("a repeat gives nothing", () => {
    assert.deepEqual(given([1, 1, 2, 1, 2]), [1, 2]);
});

test("what comes early waits for what is missing", () => {
    const stream = new OrderedStream();
    assert.deepEqual(stream.accept(3, "c"), []);
    assert.deepEqual(stream.accept(2, "b"), []);
    assert.equal(stream.isBehind, true);
    assert.deepEqual(stream.accept(1, "a"), ["a", "b", "c"]);
    assert.equal(stream.isBehind, false);
});

test("whatever the order, every item is given once and in order", () => {
    const numbers = Array.from({ length: 8 }, (_, index) => index + 1);
    let seed = 7;
    const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
    for (let round = 0; round < 500; round += 1) {
        const arriving = [...numbers, ...numbers.filter(() => random() < 0.4)].sort(() => random() - 0.5);
        assert.deepEqual(given(arriving), numbers, arriving.join(" "));
    }
});

test("a stream that goes on from a number passes over what was before", () => {
    assert.deepEqual(given([4, 5, 6, 7], 5), [6, 7]);
});

test("the server's word for the head shows a loss with nothing after it", () => {
    const stream = new OrderedStream(3);
    stream.noteHead(3);
    assert.equal(stream.isBehind, false);
    stream.noteHead(5);
    stream.noteHead(4);
    assert.equal(stream.isBehind, true);
    stream.accept(4, "d");
    assert.equal(stream.isBehind, true);
    stream.accept(5, "e");
    assert.equal(stream.isBehind, false);
});

test("what waits has an end, and what was dropped is still known to be missing", () => {
    const stream = new OrderedStream();
    const most = OrderedStream.LARGEST_WAIT;
    for (let number = 2; number <= most + 10; number += 1) assert.deepEqual(stream.accept(number, number), []);
    assert.equal(stream.accept(1, 1).length, most + 1);
    assert.equal(stream.last, most + 1);
    assert.equal(stream.isBehind, true);
});
