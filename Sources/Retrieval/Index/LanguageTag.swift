/// How near two languages are, as far as a reader is concerned.
enum LanguageTag {
    /// Nearness of a document's language to the reader's.
    enum Nearness {
        case same
        /// The same language in another region or script: `zh-TW` for `zh-CN`.
        case sameLanguage
        case other
    }

    static func nearness(_ one: String, _ other: String) -> Nearness {
        let first = one.lowercased(), second = other.lowercased()
        if first == second { return .same }
        return primary(first) == primary(second) ? .sameLanguage : .other
    }

    private static func primary(_ tag: String) -> Substring {
        tag.prefix { $0 != "-" && $0 != "_" }
    }
}
