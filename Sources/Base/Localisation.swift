import Foundation

/// Every text that a person sees, by locale and dotted key.
///
/// What a locale lacks is said in the nearest one that has it: another of the same language, then English.
///
/// A language is one file per target, `Strings/<locale>.json`: a flat object from key to text. `{name}` stands for a
/// value; a counted text has the key `<key>.other`, and `<key>.one` where the language counts so (Unicode CLDR: English
/// does, Chinese and Japanese do not). The files that there are decide which languages the product speaks.
package struct Localisation: Sendable {
    /// The locales that are offered, English first where it is one of them.
    package let locales: [LocaleCode]
    /// What the installation says in other words.
    package let own = OwnTexts()
    private let texts: [LocaleCode: [String: String]]

    /// Gathers the strings files out of the targets' embedded assets.
    ///
    /// - Parameters:
    ///   - tables: Embedded assets by path; only `Strings/<locale>.json` are read.
    ///   - offered: The locales to speak; all that there are where it is empty. English stays what the others lack.
    /// - Throws: ``LocalisationError`` when a file is not a flat object of texts or a key stands in two targets.
    package init(
        assets tables: [[String: String]],
        offering offered: Set<LocaleCode> = []
    ) throws(LocalisationError) {
        var texts: [LocaleCode: [String: String]] = [:]
        for table in tables {
            for (path, json) in table where path.hasPrefix("Strings/") && path.hasSuffix(".json") {
                guard let locale = Self.locale(ofFile: path) else { throw .notALocale(path) }
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
        let isOffered = { (locale: LocaleCode) in offered.isEmpty || offered.contains(locale) }
        let others = texts.keys.filter { $0 != .english }.sorted { $0.rawValue < $1.rawValue }
        self.texts = texts.filter { isOffered($0.key) || $0.key == .english }
        self.locales = ([.english] + others).filter(isOffered)
    }

    /// The locale of an embedded `Strings/<locale>.json`; nil for another file and for one that names none.
    package static func locale(ofFile path: String) -> LocaleCode? {
        guard path.hasPrefix("Strings/"), path.hasSuffix(".json") else { return nil }
        return LocaleCode(rawValue: String(path.dropFirst("Strings/".count).dropLast(".json".count)))
    }

    /// The text of a key with its `{name}` places filled: the installation's own or the release's, in this locale or the
    /// nearest that has it; the key where none does.
    package func text(_ key: String, in locale: LocaleCode, _ values: [String: String] = [:]) -> String {
        let template = template(key, in: locale, own.texts) ?? key
        guard !values.isEmpty, template.contains("{") else { return template }
        return values.reduce(template) { $0.replacingOccurrences(of: "{\($1.key)}", with: $1.value) }
    }

    /// What the release says for a key, whatever the installation chose, its places unfilled; nil where it has no text.
    package func releasedText(_ key: String, in locale: LocaleCode) -> String? {
        template(key, in: locale, [:])
    }

    private func template(_ key: String, in locale: LocaleCode, _ own: OwnTexts.Texts) -> String? {
        if let text = own[locale]?[key] ?? texts[locale]?[key] { return text }
        for near in near(locale, own) {
            if let text = own[near]?[key] ?? texts[near]?[key] { return text }
        }
        return nil
    }

    /// Where a locale's words are taken from when it has none itself: others of its language, those in its script first,
    /// then English.
    private func near(_ locale: LocaleCode, _ own: OwnTexts.Texts) -> [LocaleCode] {
        let related = Set(texts.keys).union(own.keys).filter {
            $0.language == locale.language && $0 != locale
        }
        let sorted = related.sorted { $0.rawValue < $1.rawValue }
        return sorted.filter(locale.reads) + sorted.filter { !locale.reads($0) } + [.english]
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

    /// All texts of a locale, those of the nearest under what it lacks.
    package func all(in locale: LocaleCode) -> [String: String] {
        let own = own.texts
        return (near(locale, own).reversed() + [locale]).reduce(into: [:]) { all, locale in
            all.merge(texts[locale] ?? [:]) { $1 }
            all.merge(own[locale] ?? [:]) { $1 }
        }
    }
}

/// Why the strings files could not be read; each is a mistake of the release, found at start and in tests.
package enum LocalisationError: Error, Equatable {
    case notALocale(String)
    case notAFlatObject(String)
    case twice(String, LocaleCode)
}
