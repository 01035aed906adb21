/// The titles of an index by slot, in lists: to change one copies the list that it stands in, not all of them.
struct TitleShelf: Sendable {
    private var all: [TitleList] = []

    /// The lists, each with the slot of its first title.
    var lists: [(first: Int, TitleList)] { all.enumerated().map { ($0 * Chunk.size, $1) } }

    /// Puts a title in a slot, in place of what was there.
    mutating func set(_ title: String, at slot: Int) {
        while all.count <= Chunk.number(of: slot) { all.append(TitleList()) }
        all[Chunk.number(of: slot)].set(title, at: Chunk.place(of: slot))
    }

    /// Takes a slot's title out.
    mutating func clear(_ slot: Int) {
        guard Chunk.number(of: slot) < all.count else { return }
        all[Chunk.number(of: slot)].clear(Chunk.place(of: slot))
    }
}

/// Some titles, one behind the other in memory, for comparing all of them with what is typed.
struct TitleList: Sendable {
    /// A stretch of letters and where its words or syllables begin in it.
    struct Stretch {
        var letters = 0..<0
        /// In `starts`.
        var starts = 0..<0
    }

    struct Entry {
        var text = Stretch()
        /// In `readings`.
        var readings = 0..<0
        /// In `letters`.
        var initials = 0..<0
        var mask: UInt64 = 0
        /// The same of the letters that the title is typed with.
        var soundMask: UInt64 = 0
        var hasCharacters = false

        /// What of `letters` it takes up.
        var size: Int { text.letters.count }
    }

    private(set) var letters: [UInt32] = []
    /// Places in `letters`.
    private(set) var starts: [Int32] = []
    private(set) var readings: [Stretch] = []
    private(set) var entries: [Entry] = []
    /// How many letters belong to titles that are gone.
    private var wasted = 0

    /// How many places there are, with a title or without.
    var count: Int { entries.count }

    mutating func set(_ title: String, at slot: Int) {
        clear(slot)
        let typed = TypedText(title)
        while entries.count <= slot { entries.append(Entry()) }
        var entry = Entry()
        entry.text = store(typed.scalars, typed.wordStarts)
        entry.mask = typed.mask
        entry.hasCharacters = typed.hasCharacters
        let firstReading = readings.count
        for reading in typed.readings {
            readings.append(store(reading.letters, reading.starts))
            entry.soundMask |= reading.letters.reduce(0) { $0 | TypedText.bit($1) }
        }
        entry.readings = firstReading..<readings.count
        let firstInitial = letters.count
        letters += typed.readings.first?.initials ?? []
        entry.initials = firstInitial..<letters.count
        entries[slot] = entry
    }

    mutating func clear(_ slot: Int) {
        guard slot < entries.count else { return }
        wasted += size(of: entries[slot])
        entries[slot] = Entry()
        if wasted > letters.count / 2 { compact() }
    }

    /// How many letters a title has; 0 when there is none in the slot.
    func length(of slot: Int) -> Int { slot < entries.count ? entries[slot].size : 0 }

    private func size(of entry: Entry) -> Int {
        entry.size + entry.initials.count + readings[entry.readings].reduce(0) { $0 + $1.letters.count }
    }

    private mutating func store(_ text: [UInt32], _ wordStarts: [Int]) -> Stretch {
        let first = letters.count
        let firstStart = starts.count
        letters += text
        starts += wordStarts.map { Int32($0 + first) }
        return Stretch(letters: first..<letters.count, starts: firstStart..<starts.count)
    }

    /// Lays the titles out anew, without those that are gone.
    private mutating func compact() {
        let old = self
        letters = []
        starts = []
        readings = []
        wasted = 0
        func moved(_ stretch: Stretch, _ list: inout TitleList) -> Stretch {
            list.store(
                Array(old.letters[stretch.letters]),
                old.starts[stretch.starts].map { Int($0) - stretch.letters.lowerBound }
            )
        }
        for (slot, entry) in old.entries.enumerated() where entry.size > 0 {
            var kept = entry
            kept.text = moved(entry.text, &self)
            let firstReading = readings.count
            for reading in old.readings[entry.readings] { readings.append(moved(reading, &self)) }
            kept.readings = firstReading..<readings.count
            let firstInitial = letters.count
            letters += old.letters[entry.initials]
            kept.initials = firstInitial..<letters.count
            entries[slot] = kept
        }
    }
}
