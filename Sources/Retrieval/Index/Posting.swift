/// That a document holds a term.
struct Posting: Sendable, Equatable {
    /// Twice the document's slot, plus one when the title holds the term.
    private let packed: UInt32
    /// How often, an occurrence in the title and in headings counting more.
    let frequency: Float

    init(slot: Int, isInTitle: Bool, frequency: Int) {
        packed = UInt32(slot) << 1 | (isInTitle ? 1 : 0)
        self.frequency = Float(frequency)
    }

    var slot: Int { Int(packed >> 1) }
    var isInTitle: Bool { packed & 1 == 1 }
}
