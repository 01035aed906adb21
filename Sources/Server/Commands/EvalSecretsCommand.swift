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
        let start = ContinuousClock.now
        for (index, message) in messages.enumerated() {
            for finding in detector.find(in: message) {
                lines.append(
                    "\(index + 1)\t\(finding.kind.rawValue)\t\(finding.range.lowerBound)\t\(finding.range.count)"
                )
            }
        }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        try Data(lines.map { $0 + "\n" }.joined().utf8).write(to: URL(fileURLWithPath: output))
        let megabytes = Double(data.count) / 1_000_000
        CommandOutput.say(
            "\(messages.count) messages, \(lines.count) findings, \(String(format: "%.1f", megabytes / seconds)) MB/s"
        )
    }
}
