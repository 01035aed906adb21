/// A code that people read out on the phone: eight characters such as `K7M4-P2QX`, the last of them a check.
///
/// The 31 characters leave out 0, O, 1, I and L. With weights that differ by less than the prime 31, the check character
/// catches every single wrong character and every swap of two neighbours.
package struct ReadableCode: Sendable, Hashable, CustomStringConvertible {
    private static let alphabet = Array("23456789ABCDEFGHJKMNPQRSTUVWXYZ")
    private static let length = 8
    /// Where the alphabet has each byte.
    private static let places: [Int?] = (0...255).map { byte in
        alphabet.firstIndex { $0.utf8.elementsEqual([UInt8(byte)]) }
    }

    /// The code with its hyphen.
    package let description: String

    /// A new code: 31⁷, about 27 thousand million, are possible.
    package static func random(using generator: inout some RandomNumberGenerator) -> ReadableCode {
        let digits = (0..<(length - 1)).map { _ in Int.random(in: 0..<alphabet.count, using: &generator) }
        return ReadableCode(digits: digits + [check(digits)])
    }

    /// Reads a code as somebody typed it: lower case, spaces and missing hyphens are forgiven; nil when it is not one or
    /// the check character does not fit.
    package init?(_ typed: String) {
        // As one comes from the database, with every conversation that is read.
        if Self.isExact(typed.utf8) {
            self.init(description: typed)
            return
        }
        let letters = typed.uppercased().filter { !$0.isWhitespace && $0 != "-" }
        let digits = letters.compactMap { Self.alphabet.firstIndex(of: $0) }
        guard digits.count == Self.length, letters.count == Self.length,
            Self.check(Array(digits.dropLast())) == digits.last
        else { return nil }
        self.init(digits: digits)
    }

    /// Whether a text is a code letter by letter.
    private static func isExact(_ text: String.UTF8View) -> Bool {
        guard text.count == length + 1 else { return false }
        var sum = 0
        for (offset, byte) in text.enumerated() {
            guard offset != 4 else {
                guard byte == UInt8(ascii: "-") else { return false }
                continue
            }
            guard let digit = places[Int(byte)] else { return false }
            let place = offset < 4 ? offset : offset - 1
            guard place < length - 1 else { return sum == digit }
            sum = (sum + (place + 2) * digit) % alphabet.count
        }
        return false
    }

    private init(digits: [Int]) {
        let letters = digits.map { Self.alphabet[$0] }
        self.init(description: String(letters.prefix(4)) + "-" + String(letters.dropFirst(4)))
    }

    private init(description: String) {
        self.description = description
    }

    private static func check(_ digits: [Int]) -> Int {
        digits.enumerated().reduce(0) { sum, digit in
            (sum + (digit.offset + 2) * digit.element) % alphabet.count
        }
    }
}
