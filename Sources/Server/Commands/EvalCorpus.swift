import ArgumentParser
import Foundation
import Retrieval

/// A file of lines that `switchboard eval` reads, one JSON object each.
enum EvalLines {
    /// The objects of a file; empty lines are passed over.
    ///
    /// - Throws: `ValidationError` naming the file, the line from 1 and what is wrong with it.
    static func read<Line: Decodable>(_ type: Line.Type, from path: String) throws -> [Line] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ValidationError("\(path) cannot be read.")
        }
        let decoder = JSONDecoder()
        var lines: [Line] = []
        for (index, line) in data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .enumerated()
        where !line.allSatisfy({ $0 <= UInt8(ascii: " ") }) {
            do {
                lines.append(try decoder.decode(type, from: Data(line)))
            } catch {
                throw ValidationError("\(path), line \(index + 1): \(problem(error))")
            }
        }
        return lines
    }

    private static func problem(_ error: any Error) -> String {
        switch error {
        case DecodingError.keyNotFound(let key, _): "the field \"\(key.stringValue)\" is missing."
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            "the field \"\(context.codingPath.map(\.stringValue).joined(separator: "."))\" has the wrong type."
        default: "this is not a JSON object in UTF-8."
        }
    }
}

/// A document of the corpus file.
struct EvalDocument: Decodable {
    let id: String
    let lang: String
    let title: String
    let body: String
    let kind: String?
    let summary: String?
    let keywords: [String]?
    /// Where the text stands: the languages of one page stand in places that differ by the language alone.
    let src: String?
    let path: String?

    /// What the languages of one page share: where it stands, but for folders named after a language.
    private var page: String? {
        path.map { path in
            let folders = path.split(separator: "/").filter { !Self.languages.contains($0.lowercased()) }
            return ([src ?? ""] + folders.map(String.init)).joined(separator: "/")
        }
    }

    private static let languages: Set<String> = ["cn", "en", "zh", "zh-cn", "zh-tw"]

    /// What is indexed, the body cut into sections at its Markdown headings.
    var searchDocument: SearchDocument {
        var sections: [SearchDocument.Section] = []
        var heading = ""
        var text: [Substring] = []
        func close() {
            guard !heading.isEmpty || !text.isEmpty else { return }
            sections.append(SearchDocument.Section(heading: heading, text: text.joined(separator: "\n")))
            text = []
        }
        for line in body.split(separator: "\n", omittingEmptySubsequences: true) {
            let marks = line.prefix { $0 == "#" }.count
            if (1...6).contains(marks), line.dropFirst(marks).first == " " {
                close()
                heading = line.dropFirst(marks).trimmingCharacters(in: .whitespaces)
            } else {
                text.append(line)
            }
        }
        close()
        return SearchDocument(
            id: id,
            language: lang,
            page: page,
            kind: kind ?? "article",
            title: title,
            summary: summary ?? "",
            keywords: keywords ?? [],
            sections: sections
        )
    }
}

/// One line of the answer and how long it took.
struct EvalAnswers {
    private var lines: [String] = []
    private var durations: [Duration] = []

    /// Asks once and keeps the answer: `id⇥doc1 doc2 …`, best first, ten at most.
    mutating func measure(_ id: String, _ ask: () -> [String]) {
        let start = ContinuousClock.now
        let documents = ask()
        durations.append(ContinuousClock.now - start)
        lines.append("\(id)\t\(documents.prefix(10).joined(separator: " "))")
    }

    /// Writes the answers to a file.
    ///
    /// - Throws: `ValidationError` when the file cannot be written.
    func write(to path: String) throws {
        let text = lines.map { $0 + "\n" }.joined()
        guard FileManager.default.createFile(atPath: path, contents: Data(text.utf8)) else {
            throw ValidationError("\(path) cannot be written.")
        }
    }

    /// What is printed about speed; the times are those of one core.
    var summary: String {
        let sorted = durations.sorted()
        guard let longest = sorted.last else { return "no queries" }
        let median = sorted[sorted.count / 2]
        let slow = sorted[min(sorted.count - 1, sorted.count * 99 / 100)]
        return "\(sorted.count) queries, µs a query: p50 \(microseconds(median)), p99 \(microseconds(slow)), "
            + "slowest \(microseconds(longest))"
    }

    private func microseconds(_ duration: Duration) -> Int {
        Int(duration / .microseconds(1))
    }
}

/// The index of a corpus file and how long it took to build.
struct EvalCorpus {
    let index: SearchIndex
    let buildTime: Duration

    /// - Throws: `ValidationError` when the file is missing or a line is wrong.
    init(path: String) throws {
        let documents = try EvalLines.read(EvalDocument.self, from: path).map(\.searchDocument)
        let start = ContinuousClock.now
        var index = SearchIndex(documents: documents)
        index.learnTranslations()
        self.index = index
        buildTime = ContinuousClock.now - start
    }

    /// What is printed about the index.
    var summary: String {
        "\(index.count) documents, indexed in \(Int(buildTime / .milliseconds(1))) ms"
    }
}
