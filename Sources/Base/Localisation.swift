import Foundation

/// Every text that a person sees, by locale and dotted key.
///
/// A language is one file per target, `Strings/<locale>.json`: a flat object from key to text. `{name}` stands for a
/// value; a counted text has the keys `<key>.one` and `<key>.other` (Unicode CLDR's categories that en and zh need).
package struct Localisation: Sendable {
    /// The locales there are, English first.
    package let locales: [LocaleCode]
    private let texts: [LocaleCode: [String: String]]

    /// Gathers the strings files out of the targets' embedded assets.
    ///
    /// - Parameter tables: Embedded assets by path; only `Strings/<locale>.json` are read.
    /// - Throws: ``LocalisationError`` when a file is not a flat object of texts or a key stands in two targets.
    package init(assets tables: [[String: String]]) throws(LocalisationError) {
        var texts: [LocaleCode: [String: String]] = [:]
        for table in tables {
            for (path, json) in table where path.hasPrefix("Strings/") && path.hasSuffix(".json") {
                let name = String(path.dropFirst("Strings/".count).dropLast(".json".count))
                guard let locale = LocaleCode(rawValue: name) else { throw .notALocale(path) }
                // The decoder's own words would quote the whole file.
                guard let entries = try? JSONDecoder().decode([String: String].self, from: Data(json.utf8))
                else {
                    throw .notAFlatObject(path)
                }
                for (key, text) in entries {
                    guard texts[locale, default: [:]].updateValue(text, forKey: key) == nil else {
                        throw .twice(key, locale)
                    }
                }
            }
        }
        self.texts = texts
        self.locales = [.english] + texts.keys.filter { $0 != .english }.sorted { $0.rawValue < $1.rawValue }
    }

    /// The text of a key with its `{name}` places filled; English where the locale lacks it, the key where all do.
    package func text(_ key: String, in locale: LocaleCode, _ values: [String: String] = [:]) -> String {
        let template = texts[locale]?[key] ?? texts[.english]?[key] ?? key
        guard !values.isEmpty, template.contains("{") else { return template }
        return values.reduce(template) { $0.replacingOccurrences(of: "{\($1.key)}", with: $1.value) }
    }

    /// Whether any locale has the key.
    package func has(_ key: String) -> Bool {
        texts.values.contains { $0[key] != nil }
    }

    /// The text for `count` things: `<key>.one` or `<key>.other`, with `{count}` filled as well.
    package func plural(
        _ key: String,
        count: Int,
        in locale: LocaleCode,
        _ values: [String: String] = [:]
    ) -> String {
        let category = count == 1 && texts[locale]?["\(key).one"] != nil ? "one" : "other"
        return text("\(key).\(category)", in: locale, values.merging(["count": String(count)]) { $1 })
    }

    /// All texts of a locale, English under what it lacks.
    package func all(in locale: LocaleCode) -> [String: String] {
        (texts[.english] ?? [:]).merging(texts[locale] ?? [:]) { $1 }
    }
}

/// Why the strings files could not be read; each is a mistake of the release, found at start and in tests.
package enum LocalisationError: Error, Equatable {
    case notALocale(String)
    case notAFlatObject(String)
    case twice(String, LocaleCode)
}
