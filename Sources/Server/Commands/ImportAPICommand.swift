import ArgumentParser
import Base
import Foundation
import Knowledge
import Storage

/// Imports one version of an API's documents.
struct ImportAPICommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "api",
        abstract:
            "Import a version of an API: OpenAPI 3, AsyncAPI 2 or 3 (JSON or YAML), or a QuickFIX dictionary (XML).",
        discussion: """
            A version of the same name is replaced; the same file again changes nothing. A running server reads the change \
            within a few seconds. All is imported or, after an error, nothing.
            """
    )

    @Argument(help: "The description, one file.")
    var file: String

    @Option(help: "The API's name in addresses, such as spot.")
    var api: String

    @Option(help: "The version's name in addresses, such as v3.")
    var version: String

    @Flag(help: "Callers should leave this version.")
    var deprecated = false

    @Option(help: "What callers do to leave it, Markdown.")
    var migration = ""

    @Option(help: "The day on which it is switched off, such as 2027-06-30.")
    var ends: String?

    @OptionGroup var installation: InstallationOptions

    func run() async throws {
        guard let api = Slug(rawValue: api) else {
            throw ValidationError("--api is 1 to 80 lower-case letters, digits and single hyphens.")
        }
        guard let name = APIVersionName(rawValue: version) else {
            throw ValidationError("--version is 1 to 30 lower-case letters, digits, full stops and hyphens.")
        }
        let endsAt = try ends.map { day in
            guard let instant = Instant(rfc3339: "\(day)T00:00:00Z") else {
                throw ValidationError("--ends is a day such as 2027-06-30.")
            }
            return instant
        }
        guard let content = FileManager.default.contents(atPath: file) else {
            CommandOutput.complain("\(file) cannot be read. Nothing was imported.")
            throw ExitCode.failure
        }
        let draft = APIDocuments.Draft(
            api: api,
            name: name,
            notice: APIDocuments.Notice(isDeprecated: deprecated, migration: migration, endsAt: endsAt),
            file: Array(content)
        )
        try await CommandOutput.telling {
            let wiring = try await installation.open()
            let published = try await wiring.apiDocuments.publish(draft, by: AuditActor(.operator))
            try await wiring.database.close()
            let document = published.version.document
            CommandOutput.say(
                "\(document.title), \(api) \(name): \(published.outcome.rawValue), \(document.entries.count) described."
            )
        }
    }
}
