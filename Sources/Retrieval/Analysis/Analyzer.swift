/// Turns a text into terms: words, overlapping pairs of unspaced characters, and these characters alone.
enum Analyzer {
    /// One term of a text.
    enum Term: Hashable {
        /// A folded word, not yet stemmed.
        case word(String)
        /// Two neighbouring characters of an unspaced script.
        case bigram(UInt32, UInt32)
        /// One such character; `isAlone` when it has no neighbour.
        case single(UInt32, isAlone: Bool)
    }

    /// A term and where it stands in the text, as UTF-8 offsets.
    struct Occurrence {
        let term: Term
        let start: Int
        let end: Int
    }

    /// Calls `body` with every term of `text`, in order; a bigram comes before its second character.
    static func forEachTerm(of text: String, _ body: (Occurrence) -> Void) {
        var pending: (character: UInt32, start: Int, end: Int, isAlone: Bool)?
        func flush() {
            guard let last = pending else { return }
            body(
                Occurrence(
                    term: .single(last.character, isAlone: last.isAlone),
                    start: last.start,
                    end: last.end
                )
            )
            pending = nil
        }
        for token in Tokenizer(text) {
            switch token.kind {
            case .word(let word):
                flush()
                body(Occurrence(term: .word(withoutPossessive(word)), start: token.start, end: token.end))
            case .character(let character, continues: true):
                guard let last = pending else { continue }
                body(
                    Occurrence(
                        term: .single(last.character, isAlone: false),
                        start: last.start,
                        end: last.end
                    )
                )
                body(
                    Occurrence(
                        term: .bigram(last.character, character),
                        start: last.start,
                        end: token.end
                    )
                )
                pending = (character, token.start, token.end, false)
            case .character(let character, continues: false):
                flush()
                pending = (character, token.start, token.end, true)
            }
        }
        flush()
    }

    private static func withoutPossessive(_ word: String) -> String {
        word.utf8.count > 3 && word.hasSuffix("'s") && !StopWords.english.contains(word)
            ? String(word.dropLast(2)) : word
    }
}
