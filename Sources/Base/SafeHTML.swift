/// Text that may stand in a page as it is: it was escaped or cleaned.
package struct SafeHTML: Sendable, Hashable {
    /// The markup.
    package let markup: String

    /// Escapes text for element content and quoted attributes.
    package init(escaping text: some StringProtocol) {
        var escaped = ""
        escaped.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        self.markup = escaped
    }

    /// Takes markup that the caller made safe; say at the call how.
    package init(trusted markup: String) {
        self.markup = markup
    }

    package static func + (left: Self, right: Self) -> Self {
        Self(trusted: left.markup + right.markup)
    }
}
