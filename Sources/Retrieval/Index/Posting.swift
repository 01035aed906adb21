/// That a document holds a term.
struct Posting: Sendable, Equatable {
    /// Where it stands, the most telling place counting.
    enum Place: UInt32, Comparable {
        case text, keywords, title

        static func < (one: Place, other: Place) -> Bool { one.rawValue < other.rawValue }
    }

    /// Four times the document's slot, plus the place.
    private let packed: UInt32
    /// How often, an occurrence in the title and in headings counting more.
    let frequency: Float

    init(slot: Int, place: Place, frequency: Int) {
        packed = UInt32(slot) << 2 | place.rawValue
        self.frequency = Float(frequency)
    }

    var slot: Int { Int(packed >> 2) }
    var isInTitle: Bool { packed & 3 == Place.title.rawValue }
    /// Whether the title or a keyword holds it: what the document is about, not only what it mentions.
    var isSubject: Bool { packed & 3 != Place.text.rawValue }
}
