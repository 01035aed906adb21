import { fullTime, showTime } from "./format.js";

/** How often the relative times of a page are brought up to date, in milliseconds. */
const INTERVAL = 30_000;

/**
 * Times that the server wrote as dates (`<time datetime data-relative>`) in the reader's own zone, kept up to date
 * while the page is looked at. Those with `data-local` are told in full there; the others keep their text and get their zone
 * under the pointer.
 */
function showAll() {
    for (const element of document.querySelectorAll("time[datetime]")) {
        const time = /** @type {HTMLTimeElement} */ (element);
        if (Number.isNaN(Date.parse(time.dateTime))) continue;
        if (time.hasAttribute("data-relative")) showTime(time);
        else if (time.hasAttribute("data-local")) showTime(time, fullTime);
        else showTime(time, () => time.textContent ?? "");
    }
}

showAll();
setInterval(() => {
    if (!document.hidden) showAll();
}, INTERVAL);
