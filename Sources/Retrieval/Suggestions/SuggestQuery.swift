/// What somebody has typed so far.
package struct SuggestQuery: Sendable, Hashable {
    /// What was typed; what lies beyond 100 Unicode scalars is not read.
    package var text: String
    /// The reader's language as a BCP 47 tag: titles in it come first, nothing is hidden.
    package var preferredLanguage: String?
    /// Hides titles in other languages than `preferredLanguage`; regions of one language count as one.
    package var restrictToLanguage: Bool
    /// Only documents of these kinds; nil: all.
    package var kinds: Set<String>?
    /// Suggestions at most, 1...50.
    package var limit: Int

    package init(
        _ text: String,
        preferredLanguage: String? = nil,
        restrictToLanguage: Bool = false,
        kinds: Set<String>? = nil,
        limit: Int = 5
    ) {
        self.text = text
        self.preferredLanguage = preferredLanguage
        self.restrictToLanguage = restrictToLanguage
        self.kinds = kinds
        self.limit = min(max(limit, 1), 50)
    }

    static let longestInScalars = 100
}

/// A title that may be what somebody is typing.
package struct Suggestion: Sendable, Hashable {
    /// The title.
    package let text: String
    /// A BCP 47 tag.
    package let language: String
    /// The documents of this title, at least one; titles that are alike are shown once.
    package let documentIDs: [String]
}
