/// A question to the index.
package struct SearchQuery: Sendable, Hashable {
    /// What was typed; what lies beyond 400 Unicode scalars is not read.
    package var text: String
    /// The reader's language as a BCP 47 tag: documents in it come first by a gentle factor, nothing is hidden.
    package var preferredLanguage: String?
    /// Hides documents in other languages than `preferredLanguage`; regions of one language count as one.
    package var restrictToLanguage: Bool
    /// Only documents of these kinds; nil: all.
    package var kinds: Set<String>?
    /// Whether the other languages of a page that is found are hits as well, behind the text that was found.
    package var includesTranslations: Bool
    /// Hits at most, 1...100.
    package var limit: Int

    package init(
        _ text: String,
        preferredLanguage: String? = nil,
        restrictToLanguage: Bool = false,
        kinds: Set<String>? = nil,
        includesTranslations: Bool = false,
        limit: Int = 10
    ) {
        self.text = text
        self.preferredLanguage = preferredLanguage
        self.restrictToLanguage = restrictToLanguage
        self.kinds = kinds
        self.includesTranslations = includesTranslations
        self.limit = min(max(limit, 1), 100)
    }

    /// How much of a question is read.
    static let longestInScalars = 400

    /// Whether a document may be among the hits at all.
    func admits(_ document: SearchDocument) -> Bool {
        if let kinds, !kinds.contains(document.kind) { return false }
        guard restrictToLanguage, let preferredLanguage else { return true }
        return LanguageTag.nearness(document.language, preferredLanguage) != .other
    }
}

extension String {
    /// The first `count` Unicode scalars.
    func scalarPrefix(_ count: Int) -> String {
        String(String.UnicodeScalarView(unicodeScalars.prefix(count)))
    }
}
