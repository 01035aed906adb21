import ArgumentParser
import Base
import Foundation
import Knowledge
import Storage

/// `switchboard import …`: brings a help centre, or the documents of an API, in.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Bring content in.",
        subcommands: [ImportArticlesCommand.self, ImportAPICommand.self]
    )
}

/// Imports a folder of Markdown files or a file of JSON lines.
struct ImportArticlesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "articles",
        abstract: "Import a folder of Markdown files with a front matter, or a file of JSON lines.",
        discussion: """
            A running server reads the changes within a few seconds. All is imported or, after an error, nothing.
            """
    )

    @Argument(help: "A folder, or FILE.jsonl with lines {\"id\",\"lang\",\"title\",\"body\",…}.")
    var source: String

    @Option(help: "The language of texts that name none.")
    var locale = "en"

    @Option(help: "The category of lines that name none.")
    var category = "general"

    @OptionGroup var installation: InstallationOptions

    func run() async throws {
        guard let locale = LocaleCode(rawValue: locale) else {
            throw ValidationError("--locale is not a language tag.")
        }
        guard let category = Slug(rawValue: category) else {
            throw ValidationError("--category is not a slug.")
        }
        var content = ContentImport(defaultLocale: locale, now: SystemClock().now)
        do {
            try Self.read(source, category, into: &content)
        } catch let error as ImportError {
            CommandOutput.complain("Nothing was imported. \(error)")
            throw ExitCode.failure
        }
        let wiring = try await installation.open()
        try await wiring.articles.save(content.articles)
        try await wiring.announcements.save(content.announcements)
        try await wiring.database.close()
        CommandOutput.say(
            "Imported \(content.articles.count) articles and \(content.announcements.count) announcements."
        )
    }

    private static func read(_ path: String, _ category: Slug, into content: inout ContentImport) throws {
        guard FileManager.default.fileExists(atPath: path) else { throw ImportError.unreadable(path) }
        let isFolder =
            try URL(fileURLWithPath: path).resourceValues(forKeys: [.isDirectoryKey]).isDirectory ?? false
        func text(_ file: String) throws -> String {
            guard let data = FileManager.default.contents(atPath: file),
                let text = String(validating: data, as: UTF8.self)
            else { throw ImportError.unreadable(file) }
            return text
        }
        if !isFolder {
            try content.add(jsonLines: try text(path), category: category)
            return
        }
        let files = (FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? [])
            .filter { $0.hasSuffix(".md") }.sorted()
        guard !files.isEmpty else { throw ImportError.nothingFound(path) }
        for file in files {
            try content.add(markdown: try text("\(path)/\(file)"), path: file)
        }
    }
}
