import ArgumentParser
import Foundation
import Knowledge

/// `switchboard eval questions`: which questions of a file mean the same, as *what to write next* puts them together.
struct EvalQuestionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "questions",
        abstract: "Put the questions of a file together by what they mean: line and group."
    )

    @Option(name: .customLong("in"), help: "A UTF-8 text file, one question a line; 5,000 at most.")
    var input: String

    @Option(name: .customLong("out"), help: "Where to write line⇥group, both from 1.")
    var output: String

    @Option(help: "How alike questions of one group are at least, 0 to 1.")
    var threshold = QuestionGroups.threshold

    func run() throws {
        guard let data = FileManager.default.contents(atPath: input),
            let text = String(validating: data, as: UTF8.self)
        else { throw ValidationError("\(input) cannot be read as UTF-8.") }
        let questions = text.split(separator: "\n").map(String.init)
        guard questions.count <= 5_000 else { throw ValidationError("\(input) has more than 5,000 lines.") }
        let start = ContinuousClock.now
        let groups = QuestionGroups.groups(of: questions, threshold: threshold)
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        var numbers = [Int](repeating: 0, count: questions.count)
        for (number, group) in groups.enumerated() {
            for line in group { numbers[line] = number + 1 }
        }
        let lines = numbers.enumerated().map { "\($0 + 1)\t\($1)\n" }
        try Data(lines.joined().utf8).write(to: URL(fileURLWithPath: output))
        CommandOutput.say(
            "\(questions.count) questions, \(groups.count) groups, \(String(format: "%.1f", seconds)) s"
        )
    }
}
