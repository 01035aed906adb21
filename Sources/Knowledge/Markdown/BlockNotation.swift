import Base

/// The blocks that Markdown has no notation for, between lines of colons at the beginning of a line.
///
/// ```
/// :::tabs
/// :::tab iOS
/// :::steps
/// 1. Open *Wallet*.
/// 2. Choose *Withdraw*.
/// :::
/// :::tab Android
/// …
/// :::
/// ```
///
/// `:::video withdraw-bitcoin` is a line of its own with nothing to close: the video of that name.
///
/// Each is turned into elements that ``CleanedWriter`` knows, with Markdown in them. What is not closed ends with the text,
/// and what closes nothing stays a text.
struct BlockNotation {
    private enum Block {
        case steps, tabs, tab
    }

    private enum Line {
        case steps, tabs, end
        case tab(String)
        case video(Slug)
    }

    private static let longestName = 40

    private var open: [Block] = []
    private var lines: [Substring] = []

    /// The text with its blocks as elements.
    static func expanded(_ markdown: String) -> String {
        guard markdown.contains(":::") else { return markdown }
        var notation = BlockNotation()
        var fence = CodeFence()
        // By bytes: to Swift, an end of a line may be a part of a character.
        for bytes in markdown.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            let line = Substring(bytes)
            if !fence.holds(line), let mark = Self.mark(line), notation.take(mark) { continue }
            notation.lines.append(line)
        }
        notation.close(0)
        return notation.lines.joined(separator: "\n")
    }

    /// The videos that a text shows, each once, in their order.
    static func videos(in markdown: String) -> [Slug] {
        var fence = CodeFence()
        var found: [Slug] = []
        var seen: Set<Slug> = []
        for bytes in markdown.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            let line = Substring(bytes)
            guard !fence.holds(line), case .video(let name) = mark(line) else { continue }
            if seen.insert(name).inserted { found.append(name) }
        }
        return found
    }

    private static func mark(_ line: Substring) -> Line? {
        guard line.hasPrefix(":::"), !line.hasPrefix("::::") else { return nil }
        let words = String(line.dropFirst(3)).trimmed
        switch words {
        case "": return .end
        case "steps": return .steps
        case "tabs": return .tabs
        default:
            if words.hasPrefix("video ") {
                return Slug(rawValue: String(words.dropFirst(6)).trimmed).map(Line.video)
            }
            guard words.hasPrefix("tab ") else { return nil }
            let name = String(words.dropFirst(4)).trimmed
            return (1...longestName).contains(name.count) ? .tab(name) : nil
        }
    }

    /// - Returns: Whether the line means something where it stands.
    private mutating func take(_ line: Line) -> Bool {
        switch line {
        case .steps where !open.contains(.steps): begin(.steps, "<div data-block=\"steps\">")
        case .tabs where open.isEmpty: begin(.tabs, "<div data-block=\"tabs\">")
        case .tab(let name) where open.first == .tabs:
            close(1)
            begin(.tab, "<div data-block=\"tab\" data-name=\"\(SafeHTML(escaping: name).markup)\">")
        case .video(let name): lines += ["", "<div data-block=\"video\" data-name=\"\(name)\"></div>", ""]
        case .end where !open.isEmpty: close(open.last == .steps ? open.count - 1 : 0)
        default: return false
        }
        return true
    }

    private mutating func begin(_ block: Block, _ tag: Substring) {
        open.append(block)
        // Between empty lines, so that what stands in it is read as Markdown.
        lines += ["", tag, ""]
    }

    /// Closes the innermost blocks until `count` are open.
    private mutating func close(_ count: Int) {
        while open.count > count {
            open.removeLast()
            lines += ["", "</div>", ""]
        }
    }
}

/// Follows a Markdown text line by line: what stands between fences of code means nothing else.
struct CodeFence {
    private var sign: Character?
    private var length = 0

    /// Whether a line belongs to fenced code, the fences among it.
    ///
    /// Lines come in their order.
    mutating func holds(_ line: Substring) -> Bool {
        let text = line.drop { $0 == " " }
        let run = text.prefix { $0 == text.first }
        let rest = text.dropFirst(run.count)
        if let sign {
            if text.first == sign, run.count >= length, rest.allSatisfy(\.isWhitespace) { self.sign = nil }
            return true
        }
        guard let first = text.first, first == "`" || first == "~", run.count >= 3,
            first == "~" || !rest.contains("`")
        else { return false }
        sign = first
        length = run.count
        return true
    }
}
