import Base

/// How another program names a language: `en-us`, `pt_BR`, `zh-Hant-HK`.
struct ForeignLanguageTag {
    private let language: String
    private let rest: [String]

    init(_ text: String) {
        let parts = text.trimmed.split { "-_".contains($0) }.map(String.init)
        language = parts.first?.lowercased() ?? ""
        rest = parts.dropFirst().map { part in
            switch part.utf8.count {
            case 4: part.prefix(1).uppercased() + part.dropFirst().lowercased()
            default: part.uppercased()
            }
        }
    }

    /// The language of texts here.
    ///
    /// - `offered`: What the installation speaks.
    ///
    /// Returns: That of these which readers of the tag take for their own: `en` for `en-us`, `zh-TW` for `zh-hk`; the tag as it is
    /// written here where there is none; nil for what is no tag.
    func locale(among offered: [LocaleCode]) -> LocaleCode? {
        guard let whole = LocaleCode(rawValue: ([language] + rest).joined(separator: "-")) else { return nil }
        return offered.first { $0 == whole } ?? offered.first { whole.reads($0) } ?? whole
    }
}
