import Base
import HTTPTypes
import Hummingbird
import Realtime
import Web

/// `/api/v1/openapi.json`: the description of the whole API, kept beside this file and tested against the server.
enum APIDescription {
    static func register(on router: Router<WebContext>) {
        let description = EmbeddedAssets.files["API/openapi.json"] ?? "{}"
        router.get("/api/v1/openapi.json") { _, _ in
            Response(bytes: description.utf8, type: "application/json; charset=utf-8")
        }
    }
}

/// Why `GET /api/v1/realtime` did not become a WebSocket.
struct RealtimeRefusal {
    let problem: Problem

    init(_ request: Request) {
        let refused = request.headers[RealtimeChannel.refusedUpgrade]?.lowercased()
        if refused == RealtimeChannel.unavailable {
            problem = Problem(
                503,
                "database_unavailable",
                "It could not be found out who connects.",
                try: "Connect again in a few seconds.",
                retryAfter: .seconds(2)
            )
            return
        }
        let wantsUpgrade = refused == "websocket"
        problem =
            wantsUpgrade
            ? Problem(
                401,
                "realtime_refused",
                "The connection needs a session of this site and the sub-protocol switchboard.v1.",
                try: "Start a session with POST /api/v1/session and connect with its token or cookie."
            )
            : Problem(
                426,
                "upgrade_required",
                "This address speaks WebSocket.",
                try: "Connect with ws:// or wss://."
            )
    }
}
