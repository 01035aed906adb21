import { RealtimeConnection } from "../../Realtime/Client/connection.js";
import { api } from "../Timeline/api.js";
import { StatusLine } from "../Timeline/status-line.js";

/**
 * The desk's connection: as an agent, even where the same browser is a customer as well.
 *
 * @param {import("./types.js").AgentIdentity} agent
 * @param {HTMLElement} line Says it when the connection is not fine.
 */
export function deskConnection(agent, line) {
    const url = new URL("/api/v1/realtime?as=agent", location.href);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    const connection = new RealtimeConnection({
        url: url.href,
        scope: agent.id,
        isAgent: true,
        checkSession: () => api.isSignedIn("/api/v1/agent/me"),
    });
    new StatusLine(line, connection);
    return connection;
}
