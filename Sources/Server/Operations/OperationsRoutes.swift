import Foundation
import HTTPTypes
import Hummingbird
import Logging
import Metrics
import Realtime
import Storage
import Web

/// What operators and their tools ask: is it alive, is it ready, how is it doing.
struct OperationsRoutes: Sendable {
    let database: any Database
    let metrics: PrometheusMetrics
    let connections: ConnectionRegistry
    let bus: any EventBus

    func register(on router: Router<WebContext>) {
        router.get("/health/live") { _, _ in try Response.json(["status": "live"]) }
        router.get("/health/ready", use: ready)
        router.get("/metrics", use: measure)
    }

    /// 200 when the database answers, else 503.
    @Sendable private func ready(_ request: Request, _ context: WebContext) async throws -> Response {
        do {
            _ = try await database.read { db in
                try db.value(Int.self, "SELECT COUNT(*) FROM schema_migration")
            }
            return try .json(["status": "ready", "database": database.engine.rawValue])
        } catch {
            context.logger.warning("not ready: \(error)")
            return try .json(
                ["status": "unavailable", "database": database.engine.rawValue],
                status: .serviceUnavailable
            )
        }
    }

    @Sendable private func measure(_ request: Request, _ context: WebContext) async throws -> Response {
        Meter(label: "switchboard_realtime_connections").set(connections.count)
        if let bus = bus as? RedisEventBus {
            Meter(label: "switchboard_bus_connected").set(bus.isConnected ? 1 : 0)
        }
        Meter(label: "process_resident_memory_bytes").set(Self.residentBytes)
        return Response(bytes: metrics.text.utf8, type: "text/plain; version=0.0.4; charset=utf-8")
    }

    /// Resident memory from `/proc/self/statm`, whose second number counts pages; 0 where there is none.
    private static var residentBytes: Int {
        guard let statm = FileManager.default.contents(atPath: "/proc/self/statm"),
            let pages = String(decoding: statm, as: UTF8.self).split(separator: " ").dropFirst().first
                .flatMap({ Int($0) })
        else { return 0 }
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}
