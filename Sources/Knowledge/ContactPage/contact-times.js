import { enhance } from "../../Web/Client/modules.js";
import { locale } from "../../Web/Client/strings.js";

/** Spans that the server wrote in UTC (`data-starts-at`, `data-ends-at`) in the reader's own time zone, which is named. */
enhance("contact-times", (root) => {
    const day = new Intl.DateTimeFormat(locale(), { weekday: "short", month: "short", day: "numeric", hour: "numeric", minute: "2-digit" });
    const hour = new Intl.DateTimeFormat(locale(), { hour: "numeric", minute: "2-digit" });
    for (const span of root.querySelectorAll("[data-starts-at]")) {
        if (!(span instanceof HTMLElement)) continue;
        const [start, end] = [new Date(span.dataset.startsAt ?? ""), new Date(span.dataset.endsAt ?? "")];
        if (Number.isNaN(start.getTime()) || Number.isNaN(end.getTime())) continue;
        span.textContent = (span.dataset.precision === "hour" ? hour : day).formatRange(start, end);
    }
    const zone = root.querySelector("[data-part=zone]");
    if (zone) zone.textContent = day.resolvedOptions().timeZone;
});
