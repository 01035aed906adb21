import { element } from "../../Web/Client/elements.js";
import { enhance, required } from "../../Web/Client/modules.js";
import { text } from "../../Web/Client/strings.js";
import { clock, keepPlace, keptPlace, placeToKeep } from "./kept-place.js";

/** How far the reader goes before their place is kept anew, in seconds. */
const STEP = 2;

/**
 * The second that an address within the page names of a video, such as `#video_withdraw-bitcoin_151`.
 *
 * @param {string} hash
 * @param {string} name
 * @returns {number|null}
 */
function moment(hash, name) {
    const start = `#video_${name}_`;
    const second = hash.startsWith(start) ? hash.slice(start.length) : "";
    return /^\d{1,6}$/u.test(second) ? Number(second) : null;
}

/**
 * Chapters and times of the transcript lead to their moment, and who left before the end may go on from there.
 *
 * @param {HTMLElement} root
 */
export function play(root) {
    const name = root.dataset.video ?? "";
    const video = required(root, "video", HTMLVideoElement);
    const frame = required(root, ".video__frame", HTMLElement);
    const chapters = [.../** @type {NodeListOf<HTMLAnchorElement>} */ (root.querySelectorAll("a.video__chapter"))];

    /** @type {HTMLButtonElement|null} */
    let offer = null;
    const withdraw = () => {
        // Who pressed it by the keyboard goes on at the player, not at the top of the page.
        if (offer === document.activeElement) video.focus({ preventScroll: true });
        offer?.remove();
        offer = null;
    };
    /** @param {number} second */
    const go = (second) => {
        withdraw();
        video.currentTime = second;
        // A browser may ask for another press first: the player's own button is there.
        video.play().catch(() => {});
    };

    for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (root.querySelectorAll("a.video__chapter, a.video__time"))) {
        link.addEventListener("click", (event) => {
            const second = moment(link.hash, name);
            if (second === null || event.ctrlKey || event.metaKey || event.shiftKey) return;
            event.preventDefault();
            history.replaceState(null, "", link.hash);
            go(second);
            frame.scrollIntoView({ block: "nearest" });
        });
    }

    const mark = () => {
        const passed = chapters.filter((link) => (moment(link.hash, name) ?? Infinity) <= video.currentTime);
        for (const link of chapters) {
            if (link === passed.at(-1)) link.setAttribute("aria-current", "true");
            else link.removeAttribute("aria-current");
        }
    };

    let kept = 0;
    /** @param {boolean} isNow */
    const keep = (isNow) => {
        if (!isNow && Math.abs(video.currentTime - kept) < STEP) return;
        kept = video.currentTime;
        keepPlace(name, placeToKeep(video.currentTime, video.duration));
    };
    video.addEventListener("timeupdate", () => {
        mark();
        // Where nothing plays, a reader looks around.
        if (!video.paused) keep(false);
    });
    video.addEventListener("pause", () => keep(true));
    video.addEventListener("ended", () => keepPlace(name, null));
    video.addEventListener("play", withdraw);

    const place = keptPlace(name);
    const follow = () => {
        const second = moment(location.hash, name);
        if (second === null) return false;
        video.currentTime = second;
        const details = document.getElementById(location.hash.slice(1))?.closest("details");
        if (details) {
            details.open = true;
            document.getElementById(location.hash.slice(1))?.scrollIntoView({ block: "center" });
        }
        return true;
    };
    addEventListener("hashchange", follow);
    if (follow() || place === null) return;
    const button = element("button", { type: "button", class: "button video__resume" }, text("video.resume", { time: clock(place) }));
    button.addEventListener("click", () => go(place));
    frame.append(button);
    offer = button;
    // The film may be another one by now, and a shorter.
    const check = () => video.duration - place < 1 && withdraw();
    if (video.readyState > 0) check();
    else video.addEventListener("loadedmetadata", check, { once: true });
}

enhance("video-player", play);
