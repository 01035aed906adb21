/// The words between two signs, or two words that begin a thought of its own.
struct EnglishClause {
    /// What stood before it.
    enum Joint {
        /// A full stop, a question mark, the beginning.
        case sentence
        /// A comma, a colon, a line break, a bracket.
        case pause
        /// Nothing but the word that begins it.
        case word
    }

    var words: [String] = []
    var joint: Joint
    var isQuestion = false
    /// In the plain text.
    var range: Range<Int>

    /// The most words of one.
    private static let longest = 60
    /// Words that begin a thought of its own, so that a "not" before them does not reach what follows.
    private static let openers: Set = [
        "please", "kindly", "pls", "plz", "but", "so", "unless", "until", "however",
        "otherwise", "then", "instead", "although", "because", "yet",
    ]
    private static let ends = Set(".!?。！？".unicodeScalars)
    private static let pauses = Set(",;:\n()[]，；：（）、—–|•*\"“”".unicodeScalars)

    /// The clauses of a text, in order.
    static func all(in text: PlainText) -> [EnglishClause] {
        var clauses: [EnglishClause] = []
        var current = EnglishClause(joint: .sentence, range: 0..<0)
        func close(_ next: Joint, isQuestion: Bool = false) {
            if current.words.isEmpty {
                if next == .sentence { current.joint = .sentence }
                return
            }
            current.isQuestion = isQuestion
            clauses.append(current)
            current = EnglishClause(joint: next, range: 0..<0)
        }
        let scalars = text.scalars
        var position = 0
        while position < scalars.count {
            let start = position
            while position < scalars.count, isWordPart(scalars, position) { position += 1 }
            if start < position {
                let word = String(String.UnicodeScalarView(scalars[start..<position]))
                let begins =
                    openers.contains(word) && isFollowed(scalars, position)
                    && !(word == "so" && isKind(scalars, position))
                if begins || current.words.count >= longest { close(.word) }
                if current.words.isEmpty { current.range = start..<position }
                current.words.append(word)
                current.range = current.range.lowerBound..<position
                continue
            }
            let sign = scalars[position]
            position += 1
            if ends.contains(sign) {
                // A point within a word, as in a host's name, ends nothing.
                let isInner = sign == "." && position < scalars.count && isWordPart(scalars, position)
                if !isInner { close(.sentence, isQuestion: sign == "?" || sign == "？") }
            } else if pauses.contains(sign) {
                close(.pause)
            }
        }
        close(.sentence)
        return clauses
    }

    /// "So kind as to" begins nothing.
    private static func isKind(_ scalars: [Unicode.Scalar], _ position: Int) -> Bool {
        scalars[position...].starts(with: " kind".unicodeScalars)
    }

    /// Whether another word follows without a sign between: "your password, please" begins nothing at its end.
    private static func isFollowed(_ scalars: [Unicode.Scalar], _ position: Int) -> Bool {
        guard let next = scalars[position...].firstIndex(where: { $0 != " " }) else { return false }
        return isWordPart(scalars, next)
    }

    private static func isWordPart(_ scalars: [Unicode.Scalar], _ position: Int) -> Bool {
        let value = scalars[position].value
        if (48...57).contains(value) || (97...122).contains(value) { return true }
        // An apostrophe within a word.
        return value == 39 && position > 0 && position + 1 < scalars.count
            && (97...122).contains(scalars[position - 1].value)
            && (97...122).contains(scalars[position + 1].value)
    }
}
