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

/// What a folder holds.
enum ImportedForm: String, CaseIterable, ExpressibleByArgument {
    case markdown, zendesk, html
}

/// Imports a help centre.
struct ImportArticlesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "articles",
        abstract:
            "Import a help centre: Markdown files, JSON lines, an export of Zendesk's, or pages of HTML.",
        discussion: """
            A running server reads the changes within a few seconds. All is imported or, after an error, nothing; pictures of an \
            export come before its texts. Markdown and \
            JSON lines are published; what comes of Zendesk or HTML is a draft until somebody publishes it, or with --publish at \
            once, and what could not be taken over is told for each page.
            """
    )

    @Argument(help: "A folder, or FILE.jsonl with lines {\"id\",\"lang\",\"title\",\"body\",…}.")
    var source: String

    @Option(help: "What the folder holds: markdown, zendesk (answers of its Help Center API), html.")
    var from = ImportedForm.markdown

    @Flag(help: "Say what would be imported, and import nothing.")
    var dryRun = false

    @Flag(help: "Of zendesk and html: publish what readers see there, instead of leaving it as drafts.")
    var publish = false

    @Option(help: "The language of texts that name none.")
    var locale = "en"

    @Option(help: "The category of what names none.")
    var category = "general"

    @OptionGroup var installation: InstallationOptions

    func run() async throws {
        guard let locale = LocaleCode(rawValue: locale) else {
            throw ValidationError("--locale is not a language tag.")
        }
        guard let category = Slug(rawValue: category) else {
            throw ValidationError("--category is not a slug.")
        }
        do {
            switch from {
            case .markdown: try await importMarkdown(locale, category)
            case .zendesk, .html: try await bring(locale, category)
            }
        } catch let error as ImportError {
            CommandOutput.complain("Nothing was imported. \(error)")
            throw ExitCode.failure
        }
    }

    // MARK: - Our own form

    private func importMarkdown(_ locale: LocaleCode, _ category: Slug) async throws {
        var content = ContentImport(defaultLocale: locale, now: SystemClock().now)
        let categories = try read(category, into: &content)
        let counts = "\(content.articles.count) articles and \(content.announcements.count) announcements"
        let pictures = try pictures()
        var shared = content.snippets.isEmpty ? "" : ", and \(content.snippets.count) snippets and variables"
        if !pictures.isEmpty { shared += ", and \(pictures.count) pictures" }
        if dryRun { return CommandOutput.say("Would import \(counts)\(shared).") }
        let wiring = try await installation.open()
        do {
            // Before everything that shows them.
            _ = try await wiring.pictures.bring(pictures)
        } catch {
            try await wiring.database.close()
            throw error
        }
        do {
            // First, for articles name them.
            try await Snippets(wiring.articles).save(content.snippets)
        } catch let error as SnippetError {
            try await wiring.database.close()
            CommandOutput.complain("Nothing was imported. \(error.problem.title)")
            throw ExitCode.failure
        }
        try await wiring.articles.save(content.articles, categories: categories)
        try await wiring.announcements.save(content.announcements)
        try await wiring.database.close()
        CommandOutput.say("Imported \(counts)\(shared).")
    }

    /// The pictures of the folder; none where it says nothing of them.
    private func pictures() throws -> [(entry: PictureFolder.Entry, content: [UInt8])] {
        guard try isFolder(),
            let json = FileManager.default.contents(atPath: "\(source)/\(PictureFolder.index)")
        else { return [] }
        return try PictureFolder(json: json).entries.map { entry in
            guard let content = FileManager.default.contents(atPath: "\(source)/\(entry.file)") else {
                throw ImportError.unreadable(entry.file)
            }
            return (entry, Array(content))
        }
    }

    /// - Returns: The shelves of the folder; none where it says nothing of them.
    private func read(
        _ category: Slug,
        into content: inout ContentImport
    ) throws -> [Knowledge.Category] {
        guard try isFolder() else {
            try content.add(jsonLines: try Self.text(source), category: category)
            return []
        }
        for file in try files(["md"]) {
            try content.add(markdown: try Self.text("\(source)/\(file)"), path: file)
        }
        let shelves = "\(source)/\(CategoryFile.name)"
        guard FileManager.default.fileExists(atPath: shelves) else { return [] }
        return try ContentImport.categories(json: try Self.text(shelves))
    }

    // MARK: - Other help centres

    private func bring(_ locale: LocaleCode, _ category: Slug) async throws {
        guard try isFolder() else { throw ImportError.nothingFound(source) }
        let found = from == .zendesk ? try zendesk(category) : try pages(locale, category)
        guard !found.pages.isEmpty || !found.refused.isEmpty else { throw ImportError.nothingFound(source) }
        tell(found)
        let texts = "\(found.pages.count) texts of \(Set(found.pages.map(\.draft.slug)).count) articles"
        guard !dryRun else { return CommandOutput.say("Would import \(texts).") }
        let wiring = try await installation.open()
        let brought = try await wiring.articles.bring(
            found.pages,
            categories: found.categories,
            publishing: publish
        )
        try await wiring.database.close()
        for refusal in brought.refused {
            CommandOutput.say("\(refusal.address): left out. \(refusal.reason)")
        }
        for refusal in brought.unready {
            CommandOutput.say("\(refusal.address): not published. \(refusal.reason)")
        }
        for address in brought.kept {
            CommandOutput.say("\(address): somebody works on it here, it stays as it is")
        }
        for address in brought.withheld {
            CommandOutput.say("\(address): left out, fewer may read it there than the article here")
        }
        CommandOutput.say(
            """
            Imported \(texts): \(brought.published) published, \(brought.drafts) drafts, \(brought.same) as before, \
            \(brought.kept.count) kept, \(brought.withheld.count + brought.refused.count) left out. \
            \(brought.redirects) old addresses lead to them.
            """
        )
    }

    private static var offered: [LocaleCode] {
        get throws { try Localisation(assets: Array(Wiring.assets.values)).locales }
    }

    private func zendesk(_ category: Slug) throws -> ImportedHelpCentre {
        var export = ZendeskExport(offering: try Self.offered)
        for file in try files(["json"]) {
            guard let data = FileManager.default.contents(atPath: "\(source)/\(file)") else {
                throw ImportError.unreadable(file)
            }
            try export.add(json: data, path: file)
        }
        return export.helpCentre(fallback: category)
    }

    private func pages(_ locale: LocaleCode, _ category: Slug) throws -> ImportedHelpCentre {
        var folder = HTMLFolder(defaultLocale: locale, offering: try Self.offered, fallback: category)
        for file in try files(["html", "htm"]) {
            folder.add(html: try Self.text("\(source)/\(file)"), path: file)
        }
        return folder.helpCentre()
    }

    /// What is not taken over as it was, page by page.
    private func tell(_ found: ImportedHelpCentre) {
        for page in found.pages where !page.losses.isEmpty {
            let losses = page.losses.sorted { $0.key.rawValue < $1.key.rawValue }.map {
                $0.key.words($0.value)
            }
            CommandOutput.say("\(page.source) (\(page.draft.locale)): \(losses.joined(separator: "; "))")
        }
        for page in found.refused { CommandOutput.say("\(page.source): left out, \(page.error)") }
        for remark in found.remarks { CommandOutput.say(remark) }
    }

    // MARK: - Files

    private func isFolder() throws -> Bool {
        guard FileManager.default.fileExists(atPath: source) else { throw ImportError.unreadable(source) }
        return try URL(fileURLWithPath: source).resourceValues(forKeys: [.isDirectoryKey]).isDirectory
            ?? false
    }

    /// The files with one of some endings, by name.
    private func files(_ endings: Set<String>) throws -> [String] {
        let all = FileManager.default.enumerator(atPath: source)?.compactMap { $0 as? String } ?? []
        let found = all.filter { endings.contains(($0.split(separator: ".").last ?? "").lowercased()) }
            .sorted()
        guard !found.isEmpty else { throw ImportError.nothingFound(source) }
        return found
    }

    private static func text(_ file: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: file),
            let text = String(validating: data, as: UTF8.self)
        else { throw ImportError.unreadable(file) }
        return text
    }
}
