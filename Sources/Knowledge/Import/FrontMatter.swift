/// The lines between `---` at the head of a Markdown file: `key: value`, one a line.
package struct FrontMatter: Sendable, Hashable {
    private struct Entry: Sendable, Hashable {
        let key: String
        let value: String
    }

    /// In their order, white space around them cut off.
    private let entries: [Entry]
    /// Everything after it.
    package let body: String

    /// - Parameter text: A whole file; without a front matter, `values` is empty and `body` is all of it.
    /// - Throws: ``ImportError/malformedFrontMatter(line:)`` for a line without a colon or a missing end.
    package init(_ text: String) throws(ImportError) {
        // Windows editors write CR LF, which is one character, and some put a byte order mark before everything.
        let lines = (text.hasPrefix("\u{FEFF}") ? text.dropFirst() : text[...])
            .split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        guard lines.first == "---" else {
            self.entries = []
            self.body = lines.joined(separator: "\n")
            return
        }
        var entries: [Entry] = []
        for (index, line) in lines.enumerated().dropFirst() {
            if line == "---" {
                self.entries = entries
                self.body = lines[(index + 1)...].joined(separator: "\n")
                return
            }
            if line.allSatisfy(\.isWhitespace) || line.hasPrefix("#") { continue }
            guard let colon = line.firstIndex(of: ":") else { throw .malformedFrontMatter(line: index + 1) }
            entries.append(
                Entry(key: line[..<colon].trimmed, value: line[line.index(after: colon)...].trimmed)
            )
        }
        throw .malformedFrontMatter(line: lines.count)
    }

    /// Values by key; of a key that stands several times the last one.
    package var values: [String: String] {
        Dictionary(entries.map { ($0.key, $0.value) }) { $1 }
    }

    /// Every value of a key, in their order.
    package func all(_ key: String) -> [String] {
        entries.filter { $0.key == key }.map(\.value)
    }
}

extension Substring {
    /// Without white space and one pair of quotes around it.
    fileprivate var trimmed: String {
        var text = self
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        if text.count >= 2, let quote = text.first, quote == "\"" || quote == "'", text.last == quote {
            text = text.dropFirst().dropLast()
        }
        return String(text)
    }
}

/// Why something could not be imported: what, where, and what to mend.
package enum ImportError: Error, Hashable, CustomStringConvertible {
    case malformedFrontMatter(line: Int)
    case missing(key: String)
    case invalid(key: String, value: String)
    case malformedLine(Int, String)
    indirect case inFile(String, ImportError)
    case nothingFound(String)
    case unreadable(String)
    /// A file that nobody could have brought here either, and why.
    case refused(String)
    /// A page with more than `limit`.
    case tooLarge(String)

    package var description: String {
        switch self {
        case .malformedFrontMatter(let line):
            "line \(line): the front matter has no `key: value` or no closing ---"
        case .missing(let key): "the front matter lacks `\(key)`"
        case .invalid(let key, let value): "`\(key)` is not valid: \(value.prefix(60))"
        case .malformedLine(let line, let why): "line \(line): \(why)"
        case .inFile(let file, let error): "\(file): \(error)"
        case .nothingFound(let path): "\(path): there is nothing to import in it"
        case .unreadable(let path): "\(path): cannot be read as UTF-8"
        case .refused(let why): why
        case .tooLarge(let limit): "there are more than \(limit)"
        }
    }
}
