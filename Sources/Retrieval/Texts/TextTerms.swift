/// The terms that a text is found by in an index that stands elsewhere, such as in a database: words by their stem and
/// by how they begin, characters of unspaced scripts in pairs and alone.
///
/// It is the analysis of the help centre's search. A term is opaque: equal terms stand for equal words.
package enum TextTerms {
    /// Beginnings of so many letters are terms too, of words that are longer: what is being typed is found by them.
    static let beginnings = [3, 5]
    /// A text is read so far, in bytes.
    private static let longestInBytes = 100_000

    /// Every term of a text once, without the words that say nothing.
    package static func all(in text: String) -> Set<String> {
        var terms: Set<String> = []
        let text = text.utf8.count <= longestInBytes ? text : String(text.prefix(longestInBytes / 4))
        Analyzer.forEachTerm(of: text) { occurrence in
            guard let key = key(of: occurrence.term) else { return }
            terms.insert(key)
            guard case .word(let word) = occurrence.term else { return }
            for length in beginnings where word.count > length {
                terms.insert(beginning(of: word, length))
            }
        }
        return terms
    }

    /// What stands for a term; nil for a word that says nothing.
    static func key(of term: Analyzer.Term) -> String? {
        switch term {
        case .word(let word):
            return StopWords.english.contains(word) ? nil : "w" + EnglishStemmer.stem(word)
        case .bigram(let first, let second):
            return "b" + text(first) + text(second)
        case .single(let character, isAlone: _):
            return "s" + text(character)
        }
    }

    /// The term of words that begin with what was typed; nil when that is too short.
    static func beginning(typed word: String) -> String? {
        beginnings.last { $0 <= word.count }.map { beginning(of: word, $0) }
    }

    private static func beginning(of word: String, _ length: Int) -> String {
        "p" + word.prefix(length)
    }

    private static func text(_ scalar: UInt32) -> String {
        Unicode.Scalar(scalar).map { String(Character($0)) } ?? ""
    }
}
