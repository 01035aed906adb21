/// Comparing the titles with what was typed.
extension TitleList {
    /// How a title fits by its letters; nil when it does not.
    func fit(_ query: TypedQuery, at slot: Int) -> TitleFit? {
        let entry = entries[slot]
        guard entry.size > 0, query.typed.mask & ~entry.mask == 0 else { return nil }
        let wanted = query.typed.scalars
        if holds(wanted, at: entry.text.letters.lowerBound, in: entry.text) { return .beginning }
        if begins(with: wanted, in: entry.text) { return .wordBeginning }
        if contains(wanted, in: entry.text.letters) { return .inside }
        // What was typed first is whole: only its last word is still being typed.
        guard let last = query.pieces.last, begins(with: last, in: entry.text),
            query.pieces.dropLast().allSatisfy({ isWord($0, in: entry.text) })
        else { return nil }
        return .words
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
        return isNearInside(wanted, in: entry.text) ? .misspeltInside : nil
    }

    /// How a title fits by the words that were typed, when it holds their beginnings in whatever order, or these with
    /// a slip in them; nil when it does not.
    func fitByPieces(_ query: TypedQuery, at slot: Int) -> TitleFit? {
        let entry = entries[slot]
        guard !query.pieces.isEmpty, entry.size > 0,
            (query.typed.mask & ~entry.mask).nonzeroBitCount <= query.slips
        else { return nil }
        var slips = 0
        for piece in query.pieces where !begins(with: piece, in: entry.text) {
            guard slips < query.slips, piece.count >= Self.leastLettersForSlip,
                isNearInside(piece, in: entry.text)
            else { return nil }
            slips += 1
        }
        return slips == 0 ? .wordBeginnings : slips == 1 ? .misspeltWords : .misspeltWordsTwice
    }

    /// How a title fits as pinyin with a slip in it, such as `zong` for `zhong` or `tibbi` for `tibi`; nil when it does
    /// not.
    func fitBySoundWithSlips(_ query: TypedQuery, at slot: Int) -> TitleFit? {
        let entry = entries[slot]
        guard entry.hasCharacters, (query.typed.mask & ~entry.soundMask).nonzeroBitCount <= 1,
            let usual = readings[entry.readings].first
        else { return nil }
        let wanted = query.typed.scalars
        let isNear = isNear(wanted, at: usual.letters.lowerBound, in: usual, slips: 1)
        return isNear || isNearInside(wanted, in: usual) ? .misspeltPinyin : nil
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

    private static let leastLettersForSlip = 4

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

    /// Whether the letters are words of the stretch, from the first letter to the last; a character alone says too
    /// little to be one.
    private func isWord(_ wanted: [UInt32], in stretch: Stretch) -> Bool {
        guard wanted.count > 1 || wanted[0] < 128 else { return false }
        for place in stretch.starts where holds(wanted, at: Int(starts[place]), in: stretch) {
            let end = Int(starts[place]) + wanted.count
            if end == stretch.letters.upperBound { return true }
            if starts[place..<stretch.starts.upperBound].contains(Int32(end)) { return true }
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

    /// Whether a word or syllable of the stretch begins with the letters but for one slip.
    private func isNearInside(_ wanted: [UInt32], in stretch: Stretch) -> Bool {
        for place in stretch.starts where isNear(wanted, at: Int(starts[place]), in: stretch, slips: 1) {
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
