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
        subcommands: [
            AgentCreateCommand.self, AgentPasswordCommand.self, AgentResetSecondFactorCommand.self,
            AgentClearAllowedAddressesCommand.self,
        ]
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
        let password = try PasswordFile.password(at: passwordFile)
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
                    password: password,
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

/// Gives an agent a new password, who is signed out everywhere by that; works while the server runs.
struct AgentPasswordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "password",
        abstract: "Set an agent's password and end their sessions."
    )

    @Option var email: String

    @Option(help: "A file whose first line is the password, so that it stands in no process list.")
    var passwordFile: String

    @OptionGroup var installation: InstallationOptions

    func run() async throws {
        let password = try PasswordFile.password(at: passwordFile)
        try await CommandOutput.telling {
            let wiring = try await installation.open()
            try await wiring.agents.setPassword(password, of: email, by: .atCommandLine)
            try await wiring.database.close()
            CommandOutput.say("Set the password and ended the sessions.")
        }
    }
}

/// Takes the second factor of somebody who lost it away, who is signed out everywhere by that.
struct AgentResetSecondFactorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset-second-factor",
        abstract: "Remove an agent's second factor and passkeys and end their sessions."
    )

    @Option var email: String

    @OptionGroup var installation: InstallationOptions

    func run() async throws {
        try await CommandOutput.telling {
            let wiring = try await installation.open()
            let agent = try await wiring.agents.agent(email: email)
            try await wiring.secondFactors.reset(agent.id, by: .atCommandLine)
            try await wiring.database.close()
            CommandOutput.say("Removed second factor and passkeys and ended the sessions.")
        }
    }
}

/// Opens the desk to every address: for whoever has locked everybody out.
struct AgentClearAllowedAddressesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clear-allowed-addresses",
        abstract: "Open the desk to every network address."
    )

    @OptionGroup var installation: InstallationOptions

    func run() async throws {
        try await CommandOutput.telling {
            let wiring = try await installation.open()
            try await wiring.signInPolicies.clearAddresses(by: .atCommandLine)
            try await wiring.database.close()
            CommandOutput.say("The desk is open to every address.")
        }
    }
}

/// A file that somebody wrote a password into.
enum PasswordFile {
    /// Its first line that is not empty.
    static func password(at path: String) throws -> Redacted<String> {
        guard let file = FileManager.default.contents(atPath: path),
            let password = String(decoding: file, as: UTF8.self).split(whereSeparator: \.isNewline).first
        else { throw ValidationError("--password-file cannot be read or is empty.") }
        return Redacted(String(password))
    }
}
