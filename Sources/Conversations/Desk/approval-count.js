import { ProblemError } from "../../Web/Client/http.js";
import { number } from "../../Web/Client/format.js";
import { text } from "../../Web/Client/strings.js";
import { api } from "../Timeline/api.js";

/**
 * Shows beside the way to the approvals how many wait for this agent, as it changes.
 *
 * @param {HTMLElement} link
 * @param {HTMLElement} place
 * @param {EventTarget} connection
 */
export function watchApprovals(link, place, connection) {
    const load = async () => {
        try {
            const { waiting } = await api.get("/api/v1/agent/approvals?limit=1");
            const words = waiting > 0 ? text("desk.approvals.waiting", { count: number(waiting) }) : text("desk.approvals.none");
            place.textContent = waiting > 0 ? number(waiting) : "";
            link.setAttribute("aria-label", words);
            link.title = words;
        } catch (error) {
            // The next change, or the next look at the page, asks again.
            if (!(error instanceof ProblemError)) throw error;
        }
    };
    connection.addEventListener("approvals", () => void load());
    document.addEventListener("visibilitychange", () => void (document.hidden || load()));
    void load();
}
