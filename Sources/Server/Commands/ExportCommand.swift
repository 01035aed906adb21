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
            Write every published article, and the snippets and variables, as Markdown files with a front matter, the \
            pictures that they show, and the categories.
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
        let articles = try await wiring.articles.written()
        let snippets = try await Snippets(wiring.articles).all()
        let export = try ContentExport(
            articles,
            snippets: snippets,
            categories: try await wiring.articles.categories()
        )
        let texts = articles.flatMap { $0.translations.map(\.body) } + snippets.flatMap(\.texts.values)
        let count = try await write(try await wiring.pictures.shown(in: texts), of: wiring.pictures)
        try await wiring.database.close()
        for file in export.files { try write(Data(file.text.utf8), file.path) }
        let pictures = count == 0 ? "" : " and \(count) pictures"
        CommandOutput.say("Exported \(export.texts) texts\(pictures).")
    }

    /// - Returns: How many there are.
    private func write(_ shown: [Picture], of pictures: Pictures) async throws -> Int {
        guard !shown.isEmpty else { return 0 }
        let list = PictureFolder(shown)
        for (picture, entry) in zip(shown, list.entries) {
            try write(Data(try await pictures.content(of: picture)), entry.file)
        }
        try write(try list.json, PictureFolder.index)
        return shown.count
    }

    private func write(_ content: Data, _ path: String) throws {
        let place = URL(fileURLWithPath: folder).appendingPathComponent(path)
        try FileManager.default.createDirectory(
            at: place.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try content.write(to: place)
    }
}
