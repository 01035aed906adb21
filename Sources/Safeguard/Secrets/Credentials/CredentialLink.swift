/// What stands between a word and its value: `: `, ` is `, `是`, a quote, nothing.
struct CredentialLink {
    enum Strength: Int {
        /// A space or nothing.
        case none
        /// A verb that says what something is.
        case verb
        /// A colon, an equals sign or an arrow.
        case sign
    }

    /// Small words that may stand between besides, and whether they say what something is.
    private static let fillers: [(isVerb: Bool, word: [Unicode.Scalar])] = [
        (true, "is"), (true, "was"), (true, "are"), (true, "it is"), (true, "its"), (true, "it's"),
        (false, "i got"),
        (false, "i received"), (false, "received"), (false, "here"), (false, "now"), (false, "this"),
        (false, "the"),
        (false, "my"), (false, "new"), (false, "old"), (false, "current"), (false, "just"),
        (false, "i entered"),
        (false, "i used"), (false, "code"),
    ].map { ($0, Array($1.unicodeScalars)) }
    private static let hanFillers = "是为為：:=＝的我收到到了叫发來来給给你您就在这這下面输入輸入填 ".unicodeScalars

    static let quotes = Set("\"'“‘「『`”’".unicodeScalars)

    let strength: Strength
    /// Where the value begins.
    let end: Int
    /// The quote before the value.
    let quote: Unicode.Scalar?

    init(_ text: [Unicode.Scalar], after start: Int) {
        var strength = Strength.none
        var position = start
        var quote: Unicode.Scalar?
        let limit = min(text.count, start + 32)
        walk: while position < limit {
            let scalar = text[position]
            switch scalar {
            case ":", "：", "=", "＝", "→":
                strength = .sign
                position += 1
            case ">":
                // The end of an arrow.
                guard position > start, ["-", "="].contains(text[position - 1]) else { break walk }
                strength = .sign
                position += 1
            case "-" where position + 1 < text.count && [" ", ">"].contains(text[position + 1]):
                position += 1
            case " ", "\t", "\n", "\r", "\u{3000}", "\u{A0}":
                // What has a space behind it is the quote that ends the word, not one that begins a value.
                quote = nil
                position += 1
            case "(", "（", "[", "【": position += 1
            case _ where Self.quotes.contains(scalar):
                quote = scalar
                position += 1
            case "是", "为", "為", "叫":
                if strength == .none { strength = .verb }
                position += 1
            case _ where scalar.value >= 0x80:
                guard Self.hanFillers.contains(scalar), position - start < 8 else { break walk }
                position += 1
            default:
                guard quote == nil, position == start || !text[position - 1].isAlphanumeric,
                    let (isVerb, word) = Self.fillers.first(where: {
                        Self.stands($0.word, in: text, at: position)
                    })
                else { break walk }
                if strength == .none, isVerb { strength = .verb }
                position += word.count
            }
        }
        (self.strength, end, self.quote) = (strength, position, quote)
    }

    /// Whether a word stands at a place, not as part of a longer one.
    private static func stands(_ word: [Unicode.Scalar], in text: [Unicode.Scalar], at start: Int) -> Bool {
        let end = start + word.count
        guard end <= text.count, text[start..<end].elementsEqual(word) else { return false }
        guard end < text.count else { return true }
        return !text[end].isAlphanumeric
    }
}
