import ArgumentParser
import Base
import Conversations
import Foundation
import People
import Storage

/// `switchboard bench fill`: conversations into the database of an installation, for measuring what there is much of.
struct BenchFillCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fill",
        abstract: "Write made-up conversations straight into an installation's database, and index them."
    )

    @Option(help: "How many conversations.")
    var conversations = 10_000

    @Option(help: "How many messages each, 1 to 500.")
    var messages = 10

    @Option(help: "How many percent of them are open.")
    var open = 10

    @OptionGroup var installation: InstallationOptions

    func validate() throws {
        guard (1...10_000_000).contains(conversations), (1...500).contains(messages), (0...100).contains(open)
        else { throw ValidationError("There is no sense in so many, or so few.") }
    }

    func run() async throws {
        try await CommandOutput.telling {
            let wiring = try await installation.open()
            let clock = ContinuousClock()
            let customer = try await wiring.customers.startGuestSession(locale: .english).customer
            let written = try await clock.measure {
                try await ConversationFill(wiring.database, clock: SystemClock()).fill(
                    conversations,
                    messages: messages,
                    openShare: open,
                    for: customer.id
                )
            }
            let indexed = try await clock.measure {
                try await MessageIndexer(wiring.database, clock: SystemClock()).indexAll()
            }
            // What the engines' planners know of their tables, autovacuum would tell them in a while.
            try await wiring.database.write { db in _ = try db.run("ANALYZE") }
            try await wiring.database.close()
            BenchReport.say([
                "conversations": Double(conversations), "messages": Double(conversations * messages),
                "written_s": written / .seconds(1), "indexed_s": indexed / .seconds(1),
            ])
        }
    }
}
