/// A number of a telephone in any writing.
struct PhoneNumber: Sendable, Hashable {
    /// The fewest and the most digits that a number has: ITU-T E.164.
    private static let lengths = 7...15

    /// ASCII digits; with the country's code where `isInternational`.
    let digits: String
    let isInternational: Bool

    /// Reads `+44 20 7946 0958`, `0044 (0)20-7946-0958`, `tel:…`, full-width digits and the like.
    ///
    /// - Returns: nil for anything that is more than a number.
    init?(_ text: String) {
        var text = text
        if let match = text.prefixMatch(of: /(?i)(?:tel|phone|telephone|sms|电话|手机|热线)\s*[:：]\s*/) {
            text.removeSubrange(match.range)
        }
        text = text.replacing(/\(\s*0\s*\)/, with: "")
        var digits = ""
        var hasPlus = false
        for character in text {
            // Digits of any script are dialled alike.
            if let digit = character.wholeNumberValue, (0...9).contains(digit), character.isNumber {
                digits += String(digit)
            } else if character == "+" || character == "＋" {
                guard digits.isEmpty, !hasPlus else { return nil }
                hasPlus = true
            } else if !character.isWhitespace, !"-‐‑‒–—.·/()（）".contains(character) {
                return nil
            }
        }
        if !hasPlus, digits.hasPrefix("00") {
            digits = String(digits.dropFirst(2))
            hasPlus = true
        }
        guard Self.lengths.contains(digits.count) else { return nil }
        self.digits = digits
        self.isInternational = hasPlus
    }

    /// `+442079460958`; without the plus where the country is not said.
    var readable: String { (isInternational ? "+" : "") + digits }

    /// The number as somebody in its country dials it, so that it can be compared without the country's code.
    var national: String {
        String(isInternational ? digits[...] : digits.drop { $0 == "0" })
    }
}
