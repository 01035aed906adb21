import ArgumentParser
import Assistant
import Base
import Foundation
import Knowledge
import Safeguard
import Storage

/// `switchboard eval answers`: what the assistant would say to a file of questions, from this installation's help centre.
struct EvalAnswersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "answers",
        abstract: "Tell what the assistant would say to a file of questions.",
        discussion: """
            In: one question a line. Out: line, what it would do, and the articles that it would show, best first. \
            Nothing is written to the database.
            """
    )

    @OptionGroup var installation: InstallationOptions

    @Option(name: .customLong("in"), help: "A UTF-8 text file, one question a line.")
    var input: String

    @Option(name: .customLong("out"), help: "Where to write line⇥reply⇥articles.")
    var output: String

    @Option(help: "The language that the questions are asked in.")
    var locale = "en"

    func run() async throws {
        guard let locale = LocaleCode(rawValue: locale) else {
            throw ValidationError("\(locale) is no language.")
        }
        guard let data = FileManager.default.contents(atPath: input),
            let text = String(validating: data, as: UTF8.self)
        else { throw ValidationError("\(input) cannot be read as UTF-8.") }
        let database = try Wiring.openDatabase(try await installation.configuration(), mustExist: true)
        let search = HelpSearch()
        let articles = Articles(database, gate: SecretsGate(), clock: SystemClock(), listener: search)
        search.rebuild(try await articles.all(for: .everybody))
        let announcements = Announcements(database, clock: SystemClock(), listener: search)
        try await announcements.announce()
        let turn = AssistantTurn(asking: search, in: locale)
        var lines: [String] = []
        for (index, question) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            var memory = AssistantMemory()
            let reply = turn.reply(to: .text(String(question)), &memory)
            lines.append("\(index + 1)\t\(reply.name)\t\(reply.articles.joined(separator: " "))")
        }
        try Data(lines.map { $0 + "\n" }.joined().utf8).write(to: URL(fileURLWithPath: output))
        try await database.close()
    }
}

extension AssistantTurn.Reply {
    fileprivate var name: String {
        switch self {
        case .answer: "answer"
        case .askBack: "choices"
        case .abstain: "abstain"
        case .greet: "greet"
        case .introduce: "introduce"
        case .secretHidden: "secret"
        case .helped: "helped"
        case .handOver: "person"
        }
    }

    fileprivate var articles: [String] {
        switch self {
        case .answer(let hit, let more): ([hit] + more).map(\.slug.description)
        case .askBack(let hits): hits.map(\.slug.description)
        case .abstain, .greet, .introduce, .secretHidden, .helped, .handOver: []
        }
    }
}
