import ArgumentParser
import Foundation
import Safeguard

/// `switchboard eval secrets`: what the secrets gate finds in a file, one message a line.
struct EvalSecretsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "secrets",
        abstract: "Find the secrets of a file: line, kind, start and length in Unicode scalars."
    )

    @Option(name: .customLong("in"), help: "A UTF-8 text file, one message a line.")
    var input: String

    @Option(name: .customLong("out"), help: "Where to write line⇥kind⇥start⇥length.")
    var output: String

    @Flag(help: "The lines are messages of one person in one conversation: phrases in pieces are found too.")
    var consecutive = false

    func run() throws {
        guard let data = FileManager.default.contents(atPath: input) else {
            throw ValidationError("\(input) cannot be read.")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw ValidationError("\(input) is not valid UTF-8.")
        }
        let detector = SecretDetector()
        var lines: [String] = []
        let messages = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
            line in
            String(Substring(line.last == UInt8(ascii: "\r") ? line.dropLast() : line))
        }
        // The word lists are read when they are first asked for, once in a process's life.
        _ = detector.find(in: messages.first ?? "")
        let start = ContinuousClock.now
        if consecutive {
            lines = inPieces(messages)
        } else {
            for (index, message) in messages.enumerated() {
                lines += detector.find(in: message).map { Self.line(index, $0.kind, $0.range) }
            }
        }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        try Data(lines.map { $0 + "\n" }.joined().utf8).write(to: URL(fileURLWithPath: output))
        let megabytes = Double(data.count) / 1_000_000
        CommandOutput.say(
            "\(messages.count) messages, \(lines.count) findings, \(String(format: "%.1f", megabytes / seconds)) MB/s"
        )
    }

    private static func line(_ index: Int, _ kind: SecretKind, _ range: Range<Int>) -> String {
        "\(index + 1)\t\(kind.rawValue)\t\(range.lowerBound)\t\(range.count)"
    }

    /// What is found in messages that one person writes one after the other; a place in a message that was hidden
    /// partly before counts in what was left of it.
    private func inPieces(_ messages: [String]) -> [String] {
        let gate = SecretsGate()
        let detector = SecretDetector()
        var lines: [String] = []
        // The newest first.
        var earlier: [SecretTrail.Earlier] = []
        var places: [Int] = []
        for (index, message) in messages.enumerated() {
            let findings = detector.find(in: message)
            lines += findings.map { Self.line(index, $0.kind, $0.range) }
            var text = gate.mask(message).text
            var isHidden = findings.contains { $0.kind == .seedPhrase }
            if !isHidden, SecretTrail.mayGoOn(with: text) {
                for part in SecretTrail(after: earlier).parts(with: text) {
                    let place = part.messagesBack == 0 ? index : places[part.messagesBack - 1]
                    lines.append(Self.line(place, .seedPhrase, part.range))
                    if part.messagesBack == 0 {
                        text = SecretsGate.hide(part.range, in: text)
                        isHidden = true
                    } else {
                        let before = earlier[part.messagesBack - 1].text
                        let hidden = SecretsGate.hide(part.range, in: before)
                        earlier[part.messagesBack - 1] = SecretTrail.Earlier(hidden, isHidden: true)
                    }
                }
            }
            guard !text.isEmpty else { continue }
            earlier.insert(SecretTrail.Earlier(text, isHidden: isHidden), at: 0)
            earlier = Array(earlier.prefix(SecretTrail.reach))
            places = [index] + places.prefix(SecretTrail.reach - 1)
        }
        return lines
    }
}
