/// A language as the product names it: a BCP 47 tag such as `en` or `zh-CN`.
package struct LocaleCode: Sendable, Hashable, Codable, RawRepresentable, CustomStringConvertible {
    package let rawValue: String

    /// - Parameter rawValue: 2...16 letters, digits and hyphens; anything else gives nil.
    package init?(rawValue: String) {
        guard (2...16).contains(rawValue.utf8.count),
            rawValue.utf8.allSatisfy({ byte in
                byte == UInt8(ascii: "-") || (48...57).contains(byte) || (65...90).contains(byte)
                    || (97...122).contains(byte)
            })
        else { return nil }
        self.rawValue = rawValue
    }

    private init(known: String) {
        self.rawValue = known
    }

    package static let english = Self(known: "en")
    package static let simplifiedChinese = Self(known: "zh-CN")

    package var description: String { rawValue }

    /// The language alone: `zh` of `zh-CN`, in lower case.
    package var language: String {
        rawValue.split(separator: "-").first.map { $0.lowercased() } ?? rawValue
    }

    /// The best of `available` for what a browser's `Accept-Language` (RFC 9110 §12.5.4) or a program asks for.
    ///
    /// An exact tag wins over the language alone; quality values decide the order; Chinese of any region reads what is
    /// written in its script, and the other script when nothing nearer is there.
    ///
    /// - `header`: `zh-TW,zh;q=0.9,en;q=0.8`; malformed parts are passed over.
    /// - `available`: What there is; the first is the answer when nothing fits.
    package static func negotiate(_ header: String, among available: [LocaleCode]) -> LocaleCode {
        let wanted = header.prefix(400).split(separator: ",").compactMap(Wish.init).sorted {
            $0.quality > $1.quality
        }
        let nearest = wanted.lazy.compactMap { $0.code.nearest(among: available) }.first
        return nearest ?? available.first ?? .english
    }

    /// The one of `available` that is this tag, else its language in the same script, else in whatever region or script;
    /// nil when none is.
    package func nearest(among available: [LocaleCode]) -> LocaleCode? {
        available.first { $0.rawValue.lowercased() == rawValue.lowercased() }
            ?? available.first(where: reads) ?? available.first { $0.language == language }
    }

    /// Of one text in several languages the one for a reader: the locale's own, its language's, English, or whatever
    /// there is.
    ///
    /// - `language`: What each is written in.
    package func nearest<Text>(of texts: [Text], by language: (Text) -> LocaleCode) -> Text? {
        let known = texts.map(language)
        let chosen = nearest(among: known) ?? Self.english.nearest(among: known) ?? known.first
        return texts.first { language($0) == chosen }
    }

    /// Whether its readers take another one for their own: the same language in the same script.
    package func reads(_ other: LocaleCode) -> Bool {
        language == other.language && isTraditional == other.isTraditional
    }

    /// Whether it is Chinese in traditional characters: by its script, else by its region.
    private var isTraditional: Bool {
        guard language == "zh" else { return false }
        let parts = rawValue.lowercased().split(separator: "-").dropFirst()
        if let script = parts.first(where: { $0.utf8.count == 4 }) { return script == "hant" }
        return parts.contains { ["tw", "hk", "mo"].contains($0) }
    }

    /// One part of an `Accept-Language` header.
    private struct Wish {
        let code: LocaleCode
        let quality: Double

        init?(_ part: Substring) {
            let pieces = part.filter { $0 != " " }.split(separator: ";")
            guard let tag = pieces.first, let code = LocaleCode(rawValue: String(tag)) else { return nil }
            let weight = pieces.dropFirst().first { $0.hasPrefix("q=") }
            let quality = weight.flatMap { Double($0.dropFirst(2)) } ?? 1
            guard quality > 0 else { return nil }
            self.code = code
            self.quality = quality
        }
    }
}
