/// Plain words as Markdown that says the same and nothing else.
enum MarkdownText {
    /// Escapes what Markdown would read as a notation in the middle of a line.
    ///
    /// - `isInCell`: Whether it stands in a table, where a bar ends the cell.
    static func escaped(_ text: String, isInCell: Bool = false) -> String {
        let characters = Array(text.unicodeScalars)
        var written = ""
        for (index, scalar) in characters.enumerated() {
            let before = index > 0 ? characters[index - 1] : nil
            let after = index + 1 < characters.count ? characters[index + 1] : nil
            if needsEscape(scalar, before, after) || (isInCell && scalar == "|") { written += "\\" }
            written.unicodeScalars.append(scalar)
        }
        return written
    }

    /// The same of a text outside of links: an address in it leads where it says.
    ///
    /// cmark makes links of bare addresses, and takes the escapes in them for parts of them.
    static func linked(_ text: String, isInCell: Bool = false) -> String {
        var written = ""
        var start = text.startIndex
        for address in addresses(in: text) {
            written += escaped(String(text[start..<address.startIndex]), isInCell: isInCell)
            written += link(address, isInCell: isInCell)
            start = address.endIndex
        }
        return written + escaped(String(text[start...]), isInCell: isInCell)
    }

    /// How bare addresses begin.
    private static let heads = ["https://", "http://", "ftp://", "www."]

    private static func head(of address: Substring) -> String? {
        let start = address.prefix(8).lowercased()
        return heads.first { start.hasPrefix($0) }
    }

    /// The bare addresses that cmark would take for others, without the punctuation behind them: those that would get an escape,
    /// and those right before punctuation of scripts whose words have no spaces between them.
    private static func addresses(in text: String) -> [Substring] {
        let written = /(?:(?:https?|ftp):\/\/|www\.)[^\s<>，。、；：！？（）「」『』【】《》]+/
            .ignoresCase().matchingSemantics(.unicodeScalar)
        return text.matches(of: written).compactMap { match in
            // Within a word none begins.
            let before = text[..<match.range.lowerBound].utf8.last ?? 0
            let isInWord = (65...90).contains(before) || (97...122).contains(before)
            let after = text[match.range.upperBound...].unicodeScalars.first
            let goesOn = after.map { !$0.isASCII && !$0.properties.isWhitespace } ?? false
            var address = match.output
            guard !isInWord, goesOn || escaped(String(address)) != address, let head = Self.head(of: address)
            else {
                return nil
            }
            let most = address.utf8.count - head.utf8.count
            // Closed more often than opened: what is too many belongs to the words around.
            var surplus = address.count { $0 == ")" } - address.count { $0 == "(" }
            for _ in 0..<most {
                guard let last = address.last, "?!.,:;*_~'\"".contains(last) || (last == ")" && surplus > 0)
                else { break }
                if last == ")" { surplus -= 1 }
                address.removeLast()
            }
            return address
        }
    }

    private static func link(_ address: Substring, isInCell: Bool) -> String {
        var words = escaped(String(address), isInCell: isInCell)
        let head = Self.head(of: address) ?? ""
        guard address.utf8.count > head.utf8.count, !address.contains(where: { "\\^`{}|".contains($0) })
        else {
            // It is none that could be written, and nothing is to take it for one.
            if let sign = words.firstIndex(where: { ":.".contains($0) }) { words.insert("\\", at: sign) }
            return words
        }
        // Between angles a name of a character would still be read as that.
        let plain = address.replacing(/&(?=#?[A-Za-z0-9]+;)/, with: "&amp;")
        return head == "www." ? "[\(words)](<http://\(plain)>)" : "<\(plain)>"
    }

    private static func needsEscape(
        _ scalar: Unicode.Scalar,
        _ before: Unicode.Scalar?,
        _ after: Unicode.Scalar?
    ) -> Bool {
        switch scalar {
        case "\\", "`", "*", "[", "]", "<", "~": true
        // Within a word it is no emphasis.
        case "_": !(isWord(before) && isWord(after))
        // What would be read as a character's name.
        case "&": after.map { $0 == "#" || $0.properties.isAlphabetic } ?? false
        // What would name a snippet.
        case "{": after == "{" && before != "{"
        default: false
        }
    }

    private static func isWord(_ scalar: Unicode.Scalar?) -> Bool {
        guard let scalar else { return false }
        return scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
    }

    /// Escapes what would make a line of its own something other than words: a heading, a list, a quotation, a rule.
    static func lineEscaped(_ line: String) -> String {
        let start = line.prefix { $0 == " " }
        let rest = line.dropFirst(start.count)
        guard let first = rest.first else { return line }
        if "#>+-=|".contains(first) || rest.hasPrefix(":::") { return "\(start)\\\(rest)" }
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        let behind = rest.dropFirst(digits.count)
        if (1...9).contains(digits.count), let sign = behind.first, sign == "." || sign == ")" {
            return "\(start)\(digits)\\\(behind)"
        }
        return line
    }

    /// A text without marks and white space at its ends; in one go, however many there are.
    static func without(_ marks: [String], atEndsOf text: String) -> String {
        var rest = text[...]
        var count: Int
        repeat {
            count = rest.utf8.count
            rest = rest.drop(while: \.isWhitespace)
            while rest.last?.isWhitespace == true { rest.removeLast() }
            for mark in marks where rest.hasSuffix(mark) { rest = rest.dropLast(mark.count) }
            for mark in marks where rest.hasPrefix(mark) { rest = rest.dropFirst(mark.count) }
        } while rest.utf8.count < count
        return String(rest)
    }

    /// Code that shows a text as it is, whatever ticks stand in it.
    static func code(_ text: String) -> String {
        let longest = text.split { $0 != "`" }.map(\.count).max() ?? 0
        let ticks = String(repeating: "`", count: longest + 1)
        let pad =
            text.hasPrefix("`") || text.hasSuffix("`") || (text.hasPrefix(" ") && text.hasSuffix(" "))
            ? " " : ""
        return "\(ticks)\(pad)\(text)\(pad)\(ticks)"
    }

    /// An address as it stands in a link.
    static func address(_ text: String) -> String {
        let safe = text.filter { !$0.isNewline }
        let isPlain = !safe.isEmpty && safe.allSatisfy { !$0.isWhitespace && !"()<>\\".contains($0) }
        return isPlain
            ? safe
            : "<\(safe.replacing("\\", with: "%5C").replacing("<", with: "%3C").replacing(">", with: "%3E"))>"
    }
}
