import ArgumentParser
import Foundation
import Retrieval

/// `switchboard eval search`: answers a file of questions from a file of documents, as customers are answered.
struct EvalSearchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Answer a file of questions from a file of documents.",
        discussion: """
            Corpus: lines {"id","lang","title","body"}; with "src" and "path" the languages of one page are told.
            Queries: lines {"id","lang","q"}.
            Out: id, a tab, the ids of at most ten documents, best first, with spaces between.
            """
    )

    @Option(help: "The documents, FILE.jsonl.")
    var corpus: String

    @Option(help: "The questions, FILE.jsonl.")
    var queries: String

    @Option(help: "Where the answers go, FILE.tsv.")
    var out: String

    private struct Question: Decodable {
        let id: String
        let lang: String?
        let q: String
    }

    func run() throws {
        let questions = try EvalLines.read(Question.self, from: queries)
        let corpus = try EvalCorpus(path: corpus)
        var answers = EvalAnswers()
        for question in questions {
            let query = SearchQuery(
                question.q,
                preferredLanguage: question.lang,
                includesTranslations: true
            )
            answers.measure(question.id) { corpus.index.search(query).hits.map(\.id) }
        }
        try answers.write(to: out)
        CommandOutput.say(corpus.summary)
        CommandOutput.say(answers.summary)
    }
}
