package import Base
import Storage

/// One version of an API as it is stored.
package struct APIVersion: Sendable, Hashable {
    /// What is known of it without its document.
    package struct Head: Sendable, Hashable {
        package let api: Slug
        package let name: APIVersionName
        package let isDeprecated: Bool
        /// What callers do to leave it, Markdown; may be empty.
        package let migration: String
        /// When it is switched off; nil where nobody said when.
        package let endsAt: Instant?
        let digest: String
        package let importedAt: Instant
        package let changedAt: Instant
    }

    package let head: Head
    package let document: APIDocument

    package var api: Slug { head.api }
    package var name: APIVersionName { head.name }
}

/// What a version is called, such as `v3` or `4.4`: a part of an address.
package struct APIVersionName: Sendable, Hashable, Codable, RawRepresentable, SQLConvertible,
    LosslessStringConvertible
{
    package let rawValue: String

    package init?(rawValue: String) {
        // The pages of all versions stand beside theirs.
        guard rawValue.wholeMatch(of: /[a-z0-9][a-z0-9.\-]{0,29}/) != nil, !rawValue.hasPrefix("changes")
        else {
            return nil
        }
        self.rawValue = rawValue
    }

    package init?(_ description: String) {
        self.init(rawValue: description)
    }

    package var description: String { rawValue }
}

extension APIVersionName: Comparable {
    /// The order in which people count: `v2` before `v10`, `4.4` before `5.0`.
    package static func < (left: Self, right: Self) -> Bool {
        let (mine, others) = (left.parts, right.parts)
        for (mine, other) in zip(mine, others) where mine != other {
            switch (Int(mine), Int(other)) {
            case (let mine?, let other?) where mine != other: return mine < other
            default: return mine < other
            }
        }
        return mine.count == others.count ? left.rawValue < right.rawValue : mine.count < others.count
    }

    /// Runs of digits and what stands between them.
    private var parts: [String] {
        rawValue.reduce(into: []) { parts, character in
            if let last = parts.last?.last, last.isNumber == character.isNumber {
                parts[parts.count - 1].append(character)
            } else {
                parts.append(String(character))
            }
        }
    }
}
