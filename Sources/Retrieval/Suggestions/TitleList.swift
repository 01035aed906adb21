/// The titles of an index, one behind the other in memory, for comparing all of them with what is typed.
struct TitleList: Sendable {
    /// A stretch of letters and where its words or syllables begin in it.
    private struct Stretch {
        var letters = 0..<0
        /// In `starts`.
        var starts = 0..<0
    }

    private struct Entry {
        var text = Stretch()
        /// In `readings`.
        var readings = 0..<0
        /// In `letters`.
        var initials = 0..<0
        var mask: UInt64 = 0
        var hasCharacters = false

        /// What of `letters` it takes up.
        var size: Int { text.letters.count }
    }

    private var letters: [UInt32] = []
    /// Places in `letters`.
    private var starts: [Int32] = []
    private var readings: [Stretch] = []
    /// By slot.
    private var entries: [Entry] = []
    /// How many letters belong to titles that are gone.
    private var wasted = 0

    /// Puts a title in a slot, in place of what was there.
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
        }
        entry.readings = firstReading..<readings.count
        let firstInitial = letters.count
        letters += typed.readings.first?.initials ?? []
        entry.initials = firstInitial..<letters.count
        entries[slot] = entry
    }

    /// Takes a slot's title out.
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

// MARK: - Comparing

extension TitleList {
    /// How a title fits by its letters; nil when it does not.
    func fit(_ query: TypedQuery, at slot: Int) -> TitleFit? {
        let entry = entries[slot]
        guard entry.size > 0, query.typed.mask & ~entry.mask == 0 else { return nil }
        let wanted = query.typed.scalars
        if holds(wanted, at: entry.text.letters.lowerBound, in: entry.text) { return .beginning }
        if begins(with: wanted, in: entry.text) { return .wordBeginning }
        if contains(wanted, in: entry.text.letters) { return .inside }
        let holdsWords =
            query.words.count > 1 && query.words.allSatisfy { begins(with: $0, in: entry.text) }
        return holdsWords ? .words : nil
    }

    /// How a title fits by what it sounds like; nil when it does not.
    func fitBySound(_ query: TypedQuery, at slot: Int) -> TitleFit? {
        let entry = entries[slot]
        guard entry.hasCharacters, query.soundsMatter else { return nil }
        let wanted = query.sound
        if query.typed.hasCharacters {
            return readings[entry.readings].contains { begins(with: wanted, in: $0) } ? .sound : nil
        }
        for reading in readings[entry.readings]
        where holds(wanted, at: reading.letters.lowerBound, in: reading) {
            return .pinyinBeginning
        }
        if readings[entry.readings].contains(where: { begins(with: wanted, in: $0) }) { return .pinyinInside }
        return contains(wanted, in: entry.initials) ? .initials : nil
    }

    /// How a title fits when slips of the finger are forgiven; nil when it does not.
    func fitWithSlips(_ query: TypedQuery, at slot: Int) -> TitleFit? {
        let entry = entries[slot]
        guard query.slips > 0, entry.size > 0,
            (query.typed.mask & ~entry.mask).nonzeroBitCount <= query.slips
        else { return nil }
        let wanted = query.typed.scalars
        let place = entry.text.letters.lowerBound
        if isNear(wanted, at: place, in: entry.text, slips: 1) { return .misspelt }
        if query.slips > 1, isNear(wanted, at: place, in: entry.text, slips: 2) { return .misspeltTwice }
        let isInside = starts[entry.text.starts].dropFirst().contains {
            isNear(wanted, at: Int($0), in: entry.text, slips: 1)
        }
        return isInside ? .misspeltInside : nil
    }

    /// Whether a title holds most of what was typed, in whatever order.
    func overlaps(_ query: TypedQuery, at slot: Int) -> Bool {
        let entry = entries[slot]
        let common = (query.typed.mask & entry.mask).nonzeroBitCount
        guard query.bigrams.count >= 3, common * 2 >= query.typed.mask.nonzeroBitCount else { return false }
        var missesLeft = query.bigrams.count * 2 / 5
        for (first, second) in query.bigrams where !containsPair(first, second, in: entry.text.letters) {
            missesLeft -= 1
            if missesLeft < 0 { return false }
        }
        return true
    }

    private func holds(_ wanted: [UInt32], at place: Int, in stretch: Stretch) -> Bool {
        guard place + wanted.count <= stretch.letters.upperBound else { return false }
        for offset in wanted.indices where letters[place + offset] != wanted[offset] {
            return false
        }
        return true
    }

    /// Whether a word or syllable of the stretch begins with the letters, which may run on behind it.
    private func begins(with wanted: [UInt32], in stretch: Stretch) -> Bool {
        for place in stretch.starts where holds(wanted, at: Int(starts[place]), in: stretch) {
            return true
        }
        return false
    }

    private func contains(_ wanted: [UInt32], in range: Range<Int>) -> Bool {
        guard let first = wanted.first, range.count >= wanted.count else { return false }
        let stretch = Stretch(letters: range)
        for place in range.lowerBound...(range.upperBound - wanted.count)
        where letters[place] == first && holds(wanted, at: place, in: stretch) {
            return true
        }
        return false
    }

    private func containsPair(_ first: UInt32, _ second: UInt32, in range: Range<Int>) -> Bool {
        for place in range.dropLast() where letters[place] == first && letters[place + 1] == second {
            return true
        }
        return false
    }

    /// Whether the letters from `place` on begin with what is wanted but for some slips.
    private func isNear(_ wanted: [UInt32], at place: Int, in stretch: Stretch, slips: Int) -> Bool {
        isNear(wanted, from: 0, at: place, end: stretch.letters.upperBound, slips: slips)
    }

    /// Equal letters are passed over; where two differ, every slip that may have happened is tried.
    private func isNear(_ wanted: [UInt32], from: Int, at place: Int, end: Int, slips: Int) -> Bool {
        var index = from
        var place = place
        while index < wanted.count, place < end, wanted[index] == letters[place] {
            index += 1
            place += 1
        }
        let left = wanted.count - index
        if left <= slips { return true }
        guard slips > 0, place < end else { return false }
        let isSwap =
            left > 1 && place + 1 < end && wanted[index] == letters[place + 1]
            && wanted[index + 1] == letters[place]
        return isNear(wanted, from: index + 1, at: place + 1, end: end, slips: slips - 1)
            || isNear(wanted, from: index, at: place + 1, end: end, slips: slips - 1)
            || isNear(wanted, from: index + 1, at: place, end: end, slips: slips - 1)
            || (isSwap && isNear(wanted, from: index + 2, at: place + 2, end: end, slips: slips - 1))
    }
}
