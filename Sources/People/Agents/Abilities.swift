package import Base

/// What an agent can do, and how much of each kind of work they take.
package struct Abilities: Sendable, Hashable {
    package let skills: Set<Skill>
    /// The languages they answer in, such as `zh`; none means any.
    package let languages: Set<String>
    /// The most of a kind at once; a kind that is missing is limited by the capacity alone.
    package let limits: [WorkKind: Int]

    package init(skills: Set<Skill> = [], languages: Set<String> = [], limits: [WorkKind: Int] = [:]) {
        self.skills = skills
        self.languages = languages
        self.limits = limits
    }

    /// Whether they answer in the language of a locale.
    package func speak(_ locale: LocaleCode) -> Bool {
        languages.isEmpty || languages.contains(locale.language)
    }

    /// - Throws: ``AgentError/invalid(field:_:)``.
    func validated() throws(AgentError) -> Abilities {
        guard skills.count <= 50 else { throw .invalid(field: "skills", "50 at most") }
        guard languages.count <= 30,
            languages.allSatisfy({ LocaleCode(rawValue: $0)?.language == $0 })
        else { throw .invalid(field: "languages", "codes such as zh, 30 at most") }
        guard limits.values.allSatisfy((0...500).contains) else {
            throw .invalid(field: "limits", "0 to 500 each")
        }
        return self
    }
}

/// Something that not every agent can do, such as `fraud` or `api`.
package struct Skill: Sendable, Hashable, Codable, RawRepresentable, Comparable {
    package let rawValue: String

    /// - Parameter rawValue: 1...40 lower-case letters, digits, underscores and hyphens.
    package init?(rawValue: String) {
        guard (1...40).contains(rawValue.utf8.count),
            rawValue.utf8.allSatisfy({ byte in
                byte == 45 || byte == 95 || (97...122).contains(byte) || (48...57).contains(byte)
            })
        else { return nil }
        self.rawValue = rawValue
    }

    package static func < (left: Skill, right: Skill) -> Bool { left.rawValue < right.rawValue }
}

/// What kind of work a conversation is to an agent: it decides how much of their capacity it takes.
package enum WorkKind: String, Sendable, Hashable, Codable, CaseIterable, CodingKeyRepresentable {
    case chat, ticket, call
}
