/// A link or an address of a text, and what is known of it.
package struct GuardedLink: Sendable, Hashable, Encodable {
    /// As it stands in the text.
    package let text: String
    package let kind: Verification.Kind
    /// The host that it leads to, punycode beside it where that is something else.
    package let host: String
    package let verdict: Verification.Verdict
    package let reason: Verification.Reason
    /// The channel that it is or looks like.
    package let matched: String?
}

/// The places of a text that somebody may follow.
///
/// Pure; the same places that the timeline makes links of, and what looks like the name of a site without `https://`.
enum LinkFinder {
    /// Of one text so many are looked at.
    static let most = 20
    /// A longer word is none.
    static let longest = 2000

    struct Place: Sendable, Hashable {
        let text: String
        let content: PastedValue.Content
        /// Whether the timeline makes a link of it by itself.
        let hasScheme: Bool
    }

    /// Whether there may be any: most texts have none, and are not read twice.
    static func mayHave(_ text: String) -> Bool {
        var last: UInt8 = 0
        for byte in text.utf8 {
            if last == UInt8(ascii: "."), isLetter(byte) { return true }
            if last == UInt8(ascii: ":"), byte == UInt8(ascii: "/") { return true }
            last = byte
        }
        return false
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (97...122).contains(byte | 0x20) || byte >= 0x80
    }

    static func places(in text: String) -> [Place] {
        guard mayHave(text) else { return [] }
        var found: [Place] = []
        for word in text.split(whereSeparator: isStop) {
            guard found.count < most else { break }
            guard word.utf8.count <= longest, mayHave(String(word)) else { continue }
            if let place = linked(word) {
                found.append(place)
            } else {
                found += named(word)
            }
        }
        return Array(found.prefix(most))
    }

    /// What ends an address in the timeline as well.
    private static func isStop(_ character: Character) -> Bool {
        character.isWhitespace || "<>\"'`“”‘’「」『』（）《》【】，。；：！？、\u{feff}".contains(character)
    }

    private static func linked(_ word: Substring) -> Place? {
        guard let start = word.firstMatch(of: /(?i)https?:\/\//)?.range.lowerBound else { return nil }
        let text = trimmed(String(word[start...]))
        guard let address = try? WebAddress(text) else { return nil }  // nothing that can be followed
        return Place(text: text, content: .link(address), hasScheme: true)
    }

    /// Without the punctuation of the sentence around it; a bracket that was opened inside stays.
    private static func trimmed(_ address: String) -> String {
        var cut = Substring(address)
        while let last = cut.last, ".,;:!?'\")]}>…".contains(last) { cut.removeLast() }
        let rest = address[cut.endIndex...]
        return rest.hasPrefix(")") && cut.contains("(") ? "\(cut))" : String(cut)
    }

    /// The names of sites and addresses of mail in a word without a scheme.
    ///
    /// Without spaces between words, as in Chinese, such a name is what stands between their letters.
    private static func named(_ word: Substring) -> [Place] {
        var found: [Place] = []
        for piece in word.split(whereSeparator: { isIdeographic($0) || "()".contains($0) })
        where piece.contains(".") {
            let text = String(piece.drop { ".,;:!?*_[]{}()".contains($0) })
            let trimmed = trimmed(text)
            guard !found.contains(where: { $0.text == trimmed }) else { continue }
            if trimmed.contains("@"), let address = EmailAddress(trimmed) {
                found.append(Place(text: trimmed, content: .email(address), hasScheme: false))
            } else if let address = try? WebAddress(trimmed), address.host.isPublic {  // the rest are words
                found.append(Place(text: trimmed, content: .link(address), hasScheme: false))
            }
        }
        return found
    }

    private static func isIdeographic(_ character: Character) -> Bool {
        character.unicodeScalars.contains { scalar in
            switch scalar.value {
            case 0x2E80...0x9FFF, 0xAC00...0xD7AF, 0xF900...0xFAFF, 0x2_0000...0x3_FFFF: true
            default: false
            }
        }
    }
}
