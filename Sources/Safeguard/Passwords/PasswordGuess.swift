import Foundation

/// How a password would be guessed: as the cheapest row of words, patterns and single characters that spells it.
///
/// The way of zxcvbn (Wheeler, "zxcvbn: Low-Budget Password Strength Estimation", USENIX Security 2016), with fewer
/// patterns. Pure.
struct PasswordGuess {
    /// What a part of a password is to who guesses; what is tried first stands first.
    enum Kind: Hashable, CaseIterable {
        case expected, common, pattern, character
    }

    /// The last part of the cheapest row up to a place.
    private struct Part {
        var bits = Double.infinity
        var kind = Kind.character
        var start = 0
    }

    /// What is typed along: the alphabet, digits, rows and columns of the keyboard.
    private static let tracks = [
        "abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm",
        "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "qazwsxedcrfvtgbyhnujmikolp", "!@#$%^&*()",
    ].flatMap { [$0, String($0.reversed())] }

    /// How many guesses find it, as a power of two.
    let bits: Double
    /// What of it is guessed first.
    let kind: Kind

    /// - `password`: Not empty, 256 scalars at most.
    init(_ password: String, words: GuessWords) {
        let typed = Array(password.lowercased().unicodeScalars)
        let readings = Self.readings(typed)
        let copies = Self.copies(typed)
        var rows = [Part](repeating: Part(), count: typed.count + 1)
        rows[0].bits = 0
        for end in 1..<rows.count {
            rows[end] = Part(
                bits: rows[end - 1].bits + Self.bits(of: typed[end - 1]),
                kind: .character,
                start: end - 1
            )
            Self.repeatBefore(end, typed, &rows)
            let copied = copies[end]
            if copied >= 3, rows[end - copied].bits + 4 < rows[end].bits {
                rows[end] = Part(bits: rows[end - copied].bits + 4, kind: .pattern, start: end - copied)
            }
            for start in max(0, end - GuessWords.lengths.upperBound)..<max(0, end - 1) {
                for reading in readings {
                    let text = Self.text(reading[start..<end])
                    guard let (kind, cost) = Self.cost(of: text, words) else { continue }
                    if rows[start].bits + cost < rows[end].bits {
                        rows[end] = Part(bits: rows[start].bits + cost, kind: kind, start: start)
                    }
                }
            }
        }
        self.bits = rows[typed.count].bits
        self.kind = Self.kind(rows)
    }

    /// The password as typed, and with the letters that figures and signs stand for.
    private static func readings(_ typed: [Unicode.Scalar]) -> [[Unicode.Scalar]] {
        func read(_ one: Unicode.Scalar) -> [Unicode.Scalar] {
            let letters: [Unicode.Scalar: Unicode.Scalar] = [
                "0": "o", "1": one, "!": "i", "3": "e", "4": "a", "@": "a", "5": "s", "$": "s", "7": "t",
                "8": "b",
            ]
            return typed.map { letters[$0] ?? $0 }
        }
        var readings = [typed]
        for reading in [read("i"), read("l")] where !readings.contains(reading) { readings.append(reading) }
        return readings
    }

    /// How many characters up to each place stand somewhere before them as well.
    private static func copies(_ typed: [Unicode.Scalar]) -> [Int] {
        var longest = [0]
        // How much of what ends before the column is the same as what ends before the row.
        var above = [Int](repeating: 0, count: typed.count + 1)
        for end in 1..<typed.count + 1 {
            var same = [Int](repeating: 0, count: typed.count + 1)
            var copied = 0
            for earlier in 1..<end where typed[earlier - 1] == typed[end - 1] {
                same[earlier] = above[earlier - 1] + 1
                copied = max(copied, min(same[earlier], end - earlier))
            }
            longest.append(copied)
            above = same
        }
        return longest
    }

    /// What was typed just before is typed once more.
    private static func repeatBefore(_ end: Int, _ typed: [Unicode.Scalar], _ rows: inout [Part]) {
        for length in stride(from: 1, through: end / 2, by: 1) {
            let middle = end - length
            guard typed[(middle - length)..<middle].elementsEqual(typed[middle..<end]) else { continue }
            let bits = rows[middle].bits + 1.5
            if bits < rows[end].bits { rows[end] = Part(bits: bits, kind: .pattern, start: middle) }
        }
    }

    /// What a guess at a part costs; nil when it is neither word nor pattern.
    private static func cost(of text: String, _ words: GuessWords) -> (Kind, bits: Double)? {
        if words.isExpected(text) { return (.expected, 3) }
        if let place = words.place(of: text) { return (.common, max(1, log2(Double(place)))) }
        guard text.utf8.count >= 3 else { return nil }
        if text.utf8.count == 4, let year = Int(text), (1930...2039).contains(year) { return (.pattern, 7) }
        return tracks.contains { $0.contains(text) } ? (.pattern, 6) : nil
    }

    /// What a guess at a single character costs, when its kind is known.
    private static func bits(of scalar: Unicode.Scalar) -> Double {
        switch scalar {
        case "0"..."9": 3.3
        case "a"..."z": 4.7
        case _ where scalar.isASCII: 4
        // A common character of Chinese, say.
        default: 9
        }
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }

    private static func kind(_ rows: [Part]) -> Kind {
        var kinds: Set<Kind> = []
        var end = rows.count - 1
        while end > 0 {
            kinds.insert(rows[end].kind)
            end = rows[end].start
        }
        return Kind.allCases.first(where: kinds.contains) ?? .character
    }
}
