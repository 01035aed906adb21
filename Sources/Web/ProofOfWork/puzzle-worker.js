import { PuzzleSearch } from "./puzzle-search.js";

/** How many are tried between two words of how far it is. */
const STRETCH = 8192;

addEventListener("message", ({ data }) => {
    const search = new PuzzleSearch(data.text, data.bits);
    let nonce = null;
    while (nonce === null) {
        nonce = search.run(STRETCH);
        postMessage({ nonce, tried: search.tried });
    }
});
