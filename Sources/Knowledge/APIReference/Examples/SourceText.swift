import Base
import Foundation

/// Values as programs in several languages write them; nothing of a description can leave its place.
enum SourceText {
    /// For a POSIX shell: in single quotes, where nothing has a meaning but they themselves.
    static func shell(_ text: String) -> String {
        "'\(plain(text).replacing("'", with: #"'\''"#))'"
    }

    /// A text of Python.
    static func python(_ text: String) -> String {
        "\"\(escaped(text) { "\\x" + padded($0, to: 2) })\""
    }

    /// A text of Swift.
    static func swift(_ text: String) -> String {
        "\"\(escaped(text) { "\\u{\(String($0, radix: 16))}" })\""
    }

    /// A text of several lines of Swift, its own lines indented; nothing in it is interpreted.
    ///
    /// Without DEL, which Swift takes in no source.
    static func swift(lines text: String, indent: String) -> String {
        let longest = text.split { $0 != "#" }.map(\.count).max() ?? 0
        let marks = String(repeating: "#", count: longest + 1)
        let lines = plain(text.replacing("\u{7F}", with: "")).split(
            separator: "\n",
            omittingEmptySubsequences: false
        ).map { indent + $0 }
        return "\(marks)\"\"\"\n\(lines.joined(separator: "\n"))\n\(indent)\"\"\"\(marks)"
    }

    /// Without NUL, which no shell can pass on, and with every end of a line the same.
    private static func plain(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 != "\0" && $0 != "\r" }))
    }

    private static func escaped(_ text: String, _ control: (UInt32) -> String) -> String {
        text.unicodeScalars.reduce(into: "") { source, scalar in
            switch scalar {
            case "\\": source += "\\\\"
            case "\"": source += "\\\""
            case "\n": source += "\\n"
            case "\r": source += "\\r"
            case "\t": source += "\\t"
            // Also what ends a line to some programs and to others not.
            case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value):
                source += control(scalar.value)
            default: source.unicodeScalars.append(scalar)
            }
        }
    }

    private static func padded(_ number: UInt32, to width: Int) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

extension DocumentValue {
    /// The value as JSON over several lines.
    func prettyJSON(indent: String = "") -> String {
        pretty(indent, quoted: JSONText.quoted, words: ("true", "false", "null"))
    }

    /// The value as Python writes it, over several lines.
    func python(indent: String = "") -> String {
        pretty(indent, quoted: { SourceText.python($0) }, words: ("True", "False", "None"))
    }

    private func pretty(
        _ indent: String,
        quoted: (String) -> String,
        words: (yes: String, no: String, nothing: String)
    ) -> String {
        let inner = indent + "  "
        switch content {
        case .text(let text): return quoted(text)
        case .number(let number): return number
        case .flag(let flag): return flag ? words.yes : words.no
        case .nothing: return words.nothing
        case .list(let values):
            guard !values.isEmpty else { return "[]" }
            let lines = values.map { inner + $0.pretty(inner, quoted: quoted, words: words) }
            return "[\n\(lines.joined(separator: ",\n"))\n\(indent)]"
        case .object(let members):
            guard !members.all.isEmpty else { return "{}" }
            let lines = members.all.map { member in
                "\(inner)\(quoted(member.name)): \(member.value.pretty(inner, quoted: quoted, words: words))"
            }
            return "{\n\(lines.joined(separator: ",\n"))\n\(indent)}"
        }
    }
}
