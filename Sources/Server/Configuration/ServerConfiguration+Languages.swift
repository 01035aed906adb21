import Base

/// Which of the languages that the product speaks customers and agents are offered.
extension ServerConfiguration {
    mutating func readLanguages(_ settings: inout SettingsReader) {
        let there = Set(Wiring.assets["Web", default: [:]].keys.compactMap(Localisation.locale(ofFile:)))
        for text in (settings.text("languages") ?? "").split(whereSeparator: { $0 == "," || $0 == " " }) {
            guard let locale = LocaleCode(rawValue: String(text)), there.contains(locale) else {
                let names = there.map(\.rawValue).sorted().joined(separator: ", ")
                settings.complain("languages holds \(text), which is none of \(names)")
                continue
            }
            languages.insert(locale)
        }
    }
}
