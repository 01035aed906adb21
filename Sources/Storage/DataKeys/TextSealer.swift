package import Logging
import ServiceLifecycle

/// Seals what was written before anything was sealed, step by step while the server serves; any number of nodes may.
package struct TextSealer: Service {
    /// Seals some of what is in the clear, in a transaction.
    ///
    /// It takes how many at most, and says how many it sealed: 0 when all is sealed. It must name the text that it
    /// replaces, so that of two nodes that seal one the second does nothing.
    package typealias Step = @Sendable (Connection, Int) throws -> Int

    /// Texts of one transaction: how long it holds other writers up.
    private static let portion = 100

    private let database: any Database
    private let steps: [Step]
    private let logger: Logger

    package init(_ database: any Database, steps: [Step], logger: Logger) {
        self.database = database
        self.steps = steps
        self.logger = logger
    }

    package func run() async throws {
        // A node of an older version may still write while others are newer: it is looked again.
        await RepeatedWork.run(every: .seconds(60), "older texts could not be sealed", logger, from: ()) {
            let sealed = try await sealAll()
            if sealed > 0 { logger.info("older texts were sealed", metadata: ["count": "\(sealed)"]) }
        }
    }

    /// Seals all there is.
    ///
    /// - Returns: How many texts.
    package func sealAll() async throws -> Int {
        var sealed = 0
        while !Task.isCancelled {
            let steps = steps
            let count = try await database.write { db in
                try steps.reduce(0) { try $0 + $1(db, Self.portion) }
            }
            guard count > 0 else { break }
            sealed += count
        }
        return sealed
    }
}
