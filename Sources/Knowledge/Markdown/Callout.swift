import Base

/// A box that stands out of the text: `> [!NOTE]`, as GitHub writes it.
enum Callout: String, CaseIterable {
    case note, tip, important, warning, caution

    /// What a quotation begins with that is one.
    ///
    /// - Parameter text: The first words of the quotation.
    /// - Returns: Its kind, and how many characters name it; nil for a quotation.
    static func named(by text: String) -> (kind: Callout, length: Int)? {
        guard text.hasPrefix("[!"), let end = text.firstIndex(of: "]") else { return nil }
        let name = text[text.index(text.startIndex, offsetBy: 2)..<end]
        let rest = text[text.index(after: end)...]
        guard let kind = Callout(rawValue: name.lowercased()), rest.first?.isWhitespace ?? true else {
            return nil
        }
        return (kind, text.count - rest.drop(while: \.isWhitespace).count)
    }

    /// What it is called in a language.
    func title(in locale: LocaleCode) -> String {
        Self.words?.text("markdown.callout.\(rawValue)", in: locale) ?? rawValue
    }

    /// The release's own words: a text is rendered alike wherever it is read.
    ///
    /// A mistake in the strings files is told when the program starts, where all of them are read.
    private static let words = try? Localisation(assets: [KnowledgeAssets.files])
}
