import ArgumentParser
import Foundation
import Knowledge
import Storage

/// `switchboard export articles`: takes a help centre out.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Take content out.",
        subcommands: [ExportArticlesCommand.self]
    )
}

/// Writes every published article as a Markdown file.
struct ExportArticlesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "articles",
        abstract:
            """
            Write every published article, and the snippets and variables, as Markdown files with a front matter, and the \
            categories.
            """,
        discussion: "An import of the folder gives the same. Works while the server runs."
    )

    @Argument(help: "A folder that is empty or does not exist yet.")
    var folder: String

    @OptionGroup var installation: InstallationOptions

    func run() async throws {
        let files = FileManager.default
        let present = files.fileExists(atPath: folder) ? try files.contentsOfDirectory(atPath: folder) : []
        guard present.isEmpty else {
            CommandOutput.complain("\(folder) is not empty: nothing was written.")
            throw ExitCode.failure
        }
        let wiring = try await installation.open()
        let export = try ContentExport(
            try await wiring.articles.written(),
            snippets: try await Snippets(wiring.articles).all(),
            categories: try await wiring.articles.categories()
        )
        try await wiring.database.close()
        for file in export.files {
            let place = URL(fileURLWithPath: folder).appendingPathComponent(file.path)
            try files.createDirectory(
                at: place.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(file.text.utf8).write(to: place)
        }
        CommandOutput.say("Exported \(export.texts) texts.")
    }
}
