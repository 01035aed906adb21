import { text } from "../../Web/Client/strings.js";
import { drawing, element } from "../Timeline/elements.js";
import { choiceField, field, freshId, group } from "./routing-fields.js";
import { spansEditor } from "./spans-editor.js";

/** @typedef {import("./routing-fields.js").Field} Field */
/** @typedef {{date: string, name: string, open: string[]}} Holiday */
/** @typedef {{time_zone: string, week: Record<string, string[]>, holidays?: Holiday[]}} Hours */

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const WORKDAYS = DAYS.slice(0, 5);

/** @returns {Hours} What somebody begins with. */
function usualHours() {
    const week = Object.fromEntries(DAYS.map((day) => [day, WORKDAYS.includes(day) ? ["09:00-18:00"] : []]));
    return { time_zone: new Intl.DateTimeFormat().resolvedOptions().timeZone, week, holidays: [] };
}

/**
 * When a team is there: always, or by a week in a time zone with holidays.
 *
 * @param {Hours|null} hours
 * @returns {Field}
 */
export function hoursField(hours) {
    const { time_zone: timeZone, week, holidays = [] } = hours ?? usualHours();
    const zone = zoneField(timeZone);
    const days = weekEditor(week);
    const free = holidayEditor(holidays);
    const parts = [zone, days, free];
    const byClock = element("div", { class: "routing-group", hidden: hours === null }, ...parts.map(({ node }) => node));
    const choice = choiceField(text("routing.team.hours"), hours === null ? "always" : "clock", ["always", "clock"].map((id) => ({ id, name: text(`routing.team.hours.${id}`) })),
        (chosen) => (byClock.hidden = chosen === "always"));
    const isAlways = () => choice.value() === "always";
    return {
        node: element("div", { class: "routing-group" }, choice.node, byClock),
        value: () => (isAlways() ? null : { time_zone: zone.value(), week: days.value(), holidays: free.value() }),
        wrong() {
            for (const part of parts) part.tell(part.wrong());
            return isAlways() ? null : (parts.map((part) => part.wrong()).find((problem) => problem !== null) ?? null);
        },
        // Each part has told its own already; what the server refuses is told with the choice.
        tell(problem) {
            choice.tell(problem !== null && parts.every((part) => part.wrong() === null) ? problem : null);
        },
        focus: () => (parts.find((part) => part.wrong() !== null) ?? choice).focus(),
    };
}

/** @param {string} timeZone */
function zoneField(timeZone) {
    const list = element("datalist", { id: freshId() }, ...zones().map((name) => element("option", { value: name })));
    const control = element("input", { class: "input", type: "text", autocomplete: "off", spellcheck: "false", maxlength: 60, list: list.id, required: true });
    control.value = timeZone;
    return field({
        label: text("routing.team.zone"), help: text("routing.team.zone_means"), control,
        around: element("div", {}, control, list),
        value: () => control.value.trim(),
        wrong: () => (isZone(control.value.trim()) ? null : text("routing.rule.zone")),
    });
}

/** @returns {string[]} */
function zones() {
    const known = /** @type {{supportedValuesOf?: (key: string) => string[]}} */ (/** @type {unknown} */ (Intl));
    return known.supportedValuesOf?.("timeZone") ?? [];
}

/** @param {string} name */
function isZone(name) {
    if (!/^(UTC|[A-Za-z]+\/.+)$/.test(name)) return false;
    try {
        return Boolean(new Intl.DateTimeFormat("en", { timeZone: name }));
    } catch {
        return false;
    }
}

/**
 * @param {Record<string, string[]>} week
 * @returns {Field}
 */
function weekEditor(week) {
    const names = weekdayNames();
    const days = DAYS.map((day, index) => ({ day, spans: spansEditor(names[index], week[day] ?? []) }));
    const copy = element("button", { type: "button", class: "button" }, text("routing.team.copy", { first: names[0], last: names[4] }));
    copy.addEventListener("click", () => {
        for (const { day, spans } of days) {
            if (day !== "mon" && WORKDAYS.includes(day)) spans.show(days[0].spans.value());
        }
        copy.dispatchEvent(new Event("input", { bubbles: true }));
    });
    const made = group({
        label: text("routing.team.week"),
        controls: [
            ...days.map(({ spans }, index) => element("div", { class: "routing-day" }, element("span", { class: "routing-day__name" }, names[index]), spans.node)),
            element("div", {}, copy),
        ],
        value: () => Object.fromEntries(days.map(({ day, spans }) => [day, spans.value()])),
        wrong: () => days.map(({ spans }) => spans.wrong()).reduce((first, problem) => first ?? problem, null),
    });
    // Each day tells its own.
    return { ...made, tell() {} };
}

/** @returns {string[]} Monday first. */
function weekdayNames() {
    const format = new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "long", timeZone: "UTC" });
    // The fifth of January 1970 was a Monday.
    return DAYS.map((_, index) => format.format(new Date(Date.UTC(1970, 0, 5 + index))));
}

/**
 * @param {Holiday[]} holidays
 * @returns {Field}
 */
function holidayEditor(holidays) {
    /** @type {Set<ReturnType<typeof holidayRow>>} */
    const rows = new Set();
    const list = element("div", { class: "routing-group" });
    const add = element("button", { type: "button", class: "button" }, drawing("plus"), text("routing.team.holiday_add"));
    const put = (/** @type {Holiday} */ holiday) => {
        const row = holidayRow(holiday, () => {
            rows.delete(row);
            row.node.remove();
            add.focus();
            add.dispatchEvent(new Event("input", { bubbles: true }));
        });
        rows.add(row);
        list.append(row.node);
        return row;
    };
    for (const holiday of [...holidays].sort((a, b) => a.date.localeCompare(b.date))) put(holiday);
    add.addEventListener("click", () => {
        put({ date: "", name: "", open: [] }).focus();
        add.dispatchEvent(new Event("input", { bubbles: true }));
    });
    const dates = () => [...rows].map((row) => row.value().date);
    const made = group({
        label: text("routing.team.holidays"), help: text("routing.team.holidays_means"),
        controls: [list, element("div", {}, add)],
        value: () => [...rows].map((row) => row.value()),
        wrong() {
            const problems = [...rows].map((row) => row.wrong(dates()));
            return problems.find((problem) => problem !== null) ?? null;
        },
    });
    // Each of them tells its own.
    return { ...made, tell() {} };
}

/**
 * @param {Holiday} holiday
 * @param {() => void} remove
 */
function holidayRow(holiday, remove) {
    const date = element("input", { class: "input", type: "date", "aria-label": text("routing.team.holiday_date"), required: true });
    const name = element("input", { class: "input", type: "text", autocomplete: "off", maxlength: 80, "aria-label": text("routing.team.holiday_name"), placeholder: text("routing.team.holiday_name") });
    date.value = holiday.date;
    name.value = holiday.name;
    const spans = spansEditor(holiday.name || text("routing.team.holiday"), holiday.open);
    const out = element("button", { type: "button", class: "button button--quiet button--icon", "aria-label": text("routing.team.holiday_remove", { name: holiday.name || holiday.date }), title: text("routing.remove") }, drawing("close"));
    out.addEventListener("click", remove);
    const error = element("p", { class: "field__error", role: "status", hidden: true });
    return {
        node: element("div", { class: "routing-holiday" }, date, name, out, spans.node, error),
        value: () => ({ date: date.value, name: name.value.trim(), open: spans.value() }),
        focus: () => date.focus(),
        /** @param {string[]} dates Of all holidays. */
        wrong(dates) {
            const isMissing = date.value === "";
            const isTwice = dates.filter((one) => one === date.value).length > 1;
            date.setAttribute("aria-invalid", String(isMissing || isTwice));
            error.textContent = isMissing || isTwice ? text(isMissing ? "routing.rule.date" : "routing.rule.date_twice") : "";
            error.hidden = error.textContent === "";
            return error.textContent || spans.wrong();
        },
    };
}
