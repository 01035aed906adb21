import ArgumentParser
import Base
import Foundation
import People
import Safeguard
import Storage

/// `switchboard agent`: people at the desk.
struct AgentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agent",
        abstract: "Manage the people at the desk.",
        subcommands: [AgentCreateCommand.self]
    )
}

/// Makes an agent; works while the server runs.
struct AgentCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "create", abstract: "Make an agent.")

    @Option var name: String
    @Option var email: String

    @Option(help: "agent, supervisor, editor, admin or auditor.")
    var role: String

    @Option(help: "A file whose first line is the password, so that it stands in no process list.")
    var passwordFile: String

    @Option(help: "The badge number, 4 to 8 digits; drawn at random without it.")
    var badge: String?

    @OptionGroup var installation: InstallationOptions

    func run() async throws {
        guard let role = Role(rawValue: role) else {
            throw ValidationError(
                "--role is one of \(Role.allCases.map(\.rawValue).joined(separator: ", "))."
            )
        }
        guard let file = FileManager.default.contents(atPath: passwordFile),
            let password = String(decoding: file, as: UTF8.self).split(whereSeparator: \.isNewline).first
        else { throw ValidationError("--password-file cannot be read or is empty.") }
        let badge = try badge.map { text in
            guard let badge = Badge(rawValue: text) else {
                throw ValidationError("--badge has 4 to 8 digits.")
            }
            return badge
        }
        try await CommandOutput.telling {
            let wiring = try await installation.open()
            let agent = try await wiring.agents.create(
                .init(
                    name: name,
                    email: email,
                    role: role,
                    password: Redacted(String(password)),
                    badge: badge
                ),
                by: .atCommandLine
            )
            try await wiring.database.close()
            CommandOutput.say(
                "Made \(agent.role.rawValue) \(agent.name), badge \(agent.badge), id \(agent.id)."
            )
        }
    }
}
