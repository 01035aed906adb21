import ArgumentParser
import Base
import Foundation
import Storage

/// `switchboard audit`: who saw and did what.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Verify and export the record of who saw and did what.",
        subcommands: [AuditVerifyCommand.self, AuditExportCommand.self]
    )
}

extension AuditActor {
    /// Whoever runs a command, by their name on this machine.
    static var atCommandLine: AuditActor { AuditActor(.operator, name: NSUserName()) }
}

extension InstallationOptions {
    /// Does something with the audit trail of a database that is there and up to date.
    fileprivate func withAuditTrail(
        _ work: (AuditTrail) async throws -> Void
    ) async throws {
        try await CommandOutput.telling {
            let database = try Wiring.openDatabase(try await configuration(), mustExist: true)
            let clock = SystemClock()
            let steps = try await Migrator(database, migrations: Wiring.migrations(), clock: clock).pending()
            guard steps.isEmpty else {
                throw DatabaseError(.failed, "its schema is older than this program; start the server once")
            }
            try await work(AuditTrail(database, clock: clock))
            try await database.close()
        }
    }
}

/// Finds what was changed in the chain.
struct AuditVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check that no entry was changed, taken away, moved or put in.",
        discussion: """
            Prints the head of the chain, its number and hash. Keep it where nobody reaches it who can change the database, \
            and give it with --head the next time: whoever calculates the whole chain anew, or cuts off its end, is found \
            by that alone. Exits with 1 when something is wrong.
            """
    )

    @Option(help: "The entry to begin with; the hash before it is taken for right.")
    var from = 1

    @Option(help: "What an earlier run printed as head: the chain must still go through it.")
    var head: String?

    @OptionGroup var installation: InstallationOptions

    func run() async throws {
        guard from >= 1 else { throw ValidationError("--from is 1 or more.") }
        let kept = try head.map { text in
            guard let kept = AuditHead(text) else {
                throw ValidationError("--head is a number, a colon and 64 hexadecimal digits.")
            }
            guard kept.seq >= from - 1 else {
                throw ValidationError("--head lies before --from, and would not be looked at.")
            }
            return kept
        }
        try await installation.withAuditTrail { trail in
            let found = try await trail.verify(from: from, against: kept)
            let waiting = try await trail.waiting()
            CommandOutput.say(
                found.count == 0
                    ? "0 entries hold." : "\(found.count) entries hold, \(found.first) to \(found.last.seq)."
            )
            if waiting > 0 {
                CommandOutput.say("\(waiting) deed(s) wait for a place; a running server gives it.")
            }
            var details = ["from": String(from), "to": String(found.last.seq), "result": "holds"]
            if let fault = found.fault {
                details["result"] = fault.code
                CommandOutput.complain(fault.description)
            } else {
                CommandOutput.say("head \(found.last)")
            }
            let verified = Deed(
                .auditVerified,
                by: .atCommandLine,
                on: AuditSubject("audit", "trail"),
                details
            )
            try await trail.record(verified)
            guard found.fault == nil else { throw ExitCode.failure }
            try await trail.chainPending()
        }
    }
}

/// Writes the chain for another program, such as a SIEM.
struct AuditExportCommand: AsyncParsableCommand {
    /// How a line looks.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case jsonl, cef
    }

    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the entries to standard output, one a line."
    )

    @Option(help: "Only the entries after this number: the last one of the export before.")
    var after = 0

    @Option(help: "jsonl, as GET /api/v1/admin/audit gives them, or cef, the Common Event Format of SIEMs.")
    var format = Format.jsonl

    @OptionGroup var installation: InstallationOptions

    func run() async throws {
        guard after >= 0 else { throw ValidationError("--after is 0 or more.") }
        try await installation.withAuditTrail { trail in
            // Recorded first: one that is broken off has been an export as well.
            let details = ["format": format.rawValue, "after": String(after)]
            let exported = Deed(
                .auditExported,
                by: .atCommandLine,
                on: AuditSubject("audit", "trail"),
                details
            )
            try await trail.record(exported)
            var isWhole = true
            do {
                try await trail.chainPending()
            } catch let error as AuditError {
                // What is there is wanted all the more when somebody has broken the chain.
                CommandOutput.complain(error.problem.title)
                isWhole = false
            }
            try await write(trail)
            guard isWhole else { throw ExitCode.failure }
        }
    }

    private func write(_ trail: AuditTrail) async throws {
        var last = after
        while true {
            let page = try await trail.entries(after: last, limit: AuditTrail.longestPage)
            guard let end = page.last else { return }
            let lines = try page.map { entry in
                switch format {
                case .jsonl: try AuditEntryView(entry).line
                case .cef: CommonEventFormat.line(entry)
                }
            }
            CommandOutput.say(lines.joined(separator: "\n"))
            last = end.seq
        }
    }
}
