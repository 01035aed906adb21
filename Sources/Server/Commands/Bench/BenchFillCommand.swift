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

    @Option(help: "How many percent of them wait for a person; part of the open ones.")
    var waiting = 0

    @Option(help: "In how many queues they wait, 1 to 200.")
    var queues = 20

    @OptionGroup var installation: InstallationOptions

    func validate() throws {
        guard (1...10_000_000).contains(conversations), (1...500).contains(messages),
            (0...100).contains(open),
            (0...open).contains(waiting), (1...200).contains(queues)
        else { throw ValidationError("There is no sense in so many, or so few.") }
    }

    func run() async throws {
        try await CommandOutput.telling {
            let wiring = try await installation.open()
            let clock = ContinuousClock()
            let customer = try await wiring.customers.startGuestSession(locale: .english).customer
            let waitingIn = waiting == 0 ? [] : try await queues(of: wiring)
            let written = try await clock.measure {
                try await ConversationFill(wiring.database, clock: SystemClock()).fill(
                    conversations,
                    messages: messages,
                    openShare: open,
                    waitingShare: waiting,
                    in: waitingIn,
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

    /// As many queues as are wanted, into which nothing comes by itself; those of an earlier time are used again.
    private func queues(of wiring: Wiring) async throws -> [ID<Queue>] {
        let known = try await wiring.queues.all()
        var found: [ID<Queue>] = []
        for number in 1...queues {
            let name = "Load \(number)"
            let queue =
                if let old = known.first(where: { $0.name == name }) {
                    old
                } else {
                    try await wiring.queues.create(.init(name: name, scope: nil))
                }
            found.append(queue.id)
        }
        return found
    }
}
