package import Base
package import Logging
import ServiceLifecycle
package import Storage

/// Whoever shows links that may be judged otherwise now.
package protocol LinkListener: Sendable {
    func linksChanged(_ change: LinkGuard.Change)
}

/// Keeps the guard of this node in step with the register and the blocklist: at once for what this node changed, within
/// seconds for what another one did.
package struct LinkGuardWatcher: Service {
    private static let pause = Duration.seconds(5)

    private let database: any Database
    private let guarding: LinkGuard
    private let changes: WorkSignal
    private let listener: any LinkListener
    private let logger: Logger

    package init(
        _ database: any Database,
        guarding: LinkGuard,
        changes: WorkSignal,
        listener: any LinkListener,
        logger: Logger
    ) {
        self.database = database
        self.guarding = guarding
        self.changes = changes
        self.listener = listener
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            var mark = ""
            while !Task.isCancelled {
                do {
                    mark = try await follow(from: mark)
                } catch  where Task.isCancelled {
                    return
                } catch {
                    logger.warning("what is official and what is reported could not be read: \(error)")
                }
                await changes.wait(atMost: Self.pause)
            }
        }
    }

    /// Reads what has changed since.
    ///
    /// - Returns: How far that is.
    package func follow(from mark: String) async throws -> String {
        let now = try await database.read { db in
            try "\(OfficialChannelSQL(db: db).mark()) \(PhishingReportSQL(db: db).mark())"
        }
        guard now != mark else { return mark }
        let change = try await Self.load(guarding, from: database)
        // What was there at the beginning is no news.
        if !mark.isEmpty, !change.isEmpty { listener.linksChanged(change) }
        return now
    }

    /// Takes what is in the database into use.
    @discardableResult
    package static func load(
        _ guarding: LinkGuard,
        from database: any Database
    ) async throws -> LinkGuard.Change {
        let (channels, fakes) = try await database.read { db in
            (try OfficialChannelSQL(db: db).all(), try PhishingReportSQL(db: db).confirmed())
        }
        return guarding.use(channels, fakes: fakes)
    }
}
