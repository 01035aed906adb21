import ArgumentParser
import Foundation
import Retrieval

/// `switchboard eval suggest`: completes a file of beginnings from a file of documents, as customers see it.
struct EvalSuggestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suggest",
        abstract: "Complete a file of beginnings from a file of documents.",
        discussion: """
            Corpus: lines {"id","lang","title","body"}. Prefixes: lines {"id","lang","prefix"}.
            Out: id, a tab, the ids of at most ten documents, best first, with spaces between.
            """
    )

    @Option(help: "The documents, FILE.jsonl.")
    var corpus: String

    @Option(help: "The beginnings, FILE.jsonl.")
    var prefixes: String

    @Option(help: "Where the answers go, FILE.tsv.")
    var out: String

    private struct Beginning: Decodable {
        let id: String
        let lang: String?
        let prefix: String
    }

    func run() throws {
        let beginnings = try EvalLines.read(Beginning.self, from: prefixes)
        let corpus = try EvalCorpus(path: corpus)
        var answers = EvalAnswers()
        for beginning in beginnings {
            let query = SuggestQuery(beginning.prefix, preferredLanguage: beginning.lang, limit: 10)
            answers.measure(beginning.id) { corpus.index.suggest(query).flatMap(\.documentIDs) }
        }
        try answers.write(to: out)
        CommandOutput.say(corpus.summary)
        CommandOutput.say(answers.summary)
    }
}
