/// What scoring reads of a document, apart from the document itself: small, and all beside each other.
struct SlotFacts: Sendable {
    /// BM25's length.
    var length: Int32 = 0
    /// Numbers of ``Labels``.
    var language: Int32 = 0
    var kind: Int32 = 0
    /// The number of the page that it is a language of; -1 when it is the only one.
    var page: Int32 = -1
    /// Whether a document stands here.
    var isTaken = false
    /// 0...1.
    var popularity: Float = 0
    /// The sum of the rarities of the title's terms; changes with the other documents.
    var titleRarity = 0.0
    /// The title's letters, as ``TitleKey`` tells them.
    var titleKey: UInt64 = 0
}

/// Strings that many documents share, by number: languages, kinds, pages.
struct Labels: Sendable {
    private(set) var all: [String] = []
    private var numbers = ShardedDictionary<String, Int32>()

    /// The number of a label, made when it is new.
    mutating func number(of label: String) -> Int32 {
        if let known = numbers[label] { return known }
        let number = Int32(all.count)
        all.append(label)
        numbers.set(label, number)
        return number
    }
}

/// Tells texts apart by their folded letters and digits alone: case, width, script variant and punctuation do not count.
enum TitleKey {
    /// FNV-1a over the folded scalars; 0 for a text without any.
    static func of(_ text: String) -> UInt64 {
        var key: UInt64 = 0xCBF2_9CE4_8422_2325
        var isEmpty = true
        func add(_ scalar: UInt32) {
            key = (key ^ UInt64(scalar)) &* 0x100_0000_01B3
            isEmpty = false
        }
        for token in Tokenizer(text) {
            switch token.kind {
            case .word(let word): for byte in word.utf8 { add(UInt32(byte)) }
            case .character(let character, continues: _): add(character)
            }
        }
        return isEmpty ? 0 : key
    }
}
