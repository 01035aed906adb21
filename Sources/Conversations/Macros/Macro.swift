package import Base
package import People

/// A canned reply, and what is done with the conversation besides.
package struct Macro: Sendable, Hashable, Identified {
    package static let idPrefix = "mac"
    /// The most that everybody has, and that one agent has besides.
    package static let mostShared = 1000
    package static let mostOwn = 200

    /// What it says in one language.
    package struct Text: Sendable, Hashable, Codable {
        package let locale: LocaleCode
        package let title: String
        /// With variables such as `{{customer.name}}`; empty for a macro that only does things.
        package let body: String

        package init(locale: LocaleCode, title: String, body: String) {
            self.locale = locale
            self.title = title
            self.body = body
        }
    }

    /// Everything of a macro but its id and whose it is.
    package struct Draft: Sendable, Hashable {
        /// What follows the `/`: 1...40 lower-case letters, digits and hyphens.
        package var shortcut: String
        /// One for each language, one at least.
        package var texts: [Text]
        package var actions: [DeskAction]

        package init(shortcut: String, texts: [Text], actions: [DeskAction] = []) {
            self.shortcut = shortcut
            self.texts = texts
            self.actions = actions
        }
    }

    package let id: ID<Macro>
    /// Whose it is; nil for everybody's.
    package let owner: ID<Agent>?
    package let draft: Draft

    package init(id: ID<Macro>, owner: ID<Agent>?, draft: Draft) {
        self.id = id
        self.owner = owner
        self.draft = draft
    }

    /// What it says in a language, or the nearest that there is: another of the same language, English, any.
    package func text(in locale: LocaleCode) -> Text? {
        locale.nearest(of: draft.texts, by: \.locale)
    }
}

extension Macro.Draft {
    /// What can stand between `{{` and `}}`.
    package static let variables = [
        "agent.badge", "agent.name", "conversation.reference", "conversation.subject", "customer.name",
    ]

    /// Checks every part.
    ///
    /// - Throws: ``MacroError`` for the first that is not acceptable.
    func validated() throws(MacroError) -> Self {
        guard (1...40).contains(shortcut.count), shortcut.allSatisfy({ $0 == "-" || $0.isPlain }) else {
            throw .invalid(field: "shortcut", "1 to 40 lower-case letters, digits and hyphens")
        }
        guard (1...20).contains(texts.count), Set(texts.map(\.locale)).count == texts.count else {
            throw .invalid(field: "texts", "one for each language, 1 to 20")
        }
        for text in texts {
            guard (1...80).contains(text.title.count), !text.title.allSatisfy(\.isWhitespace) else {
                throw .invalid(field: "texts", "a title of 1 to 80 characters")
            }
            guard text.body.count <= Timeline.longestBody else {
                throw .invalid(field: "texts", "a body of \(Timeline.longestBody) characters at most")
            }
            try Self.check(text.body)
        }
        guard actions.count <= Timeline.mostActions else {
            throw .invalid(field: "actions", "\(Timeline.mostActions) at most")
        }
        guard !actions.isEmpty || texts.allSatisfy({ !$0.body.allSatisfy(\.isWhitespace) }) else {
            throw .invalid(field: "texts", "a body in each language, for it does nothing else")
        }
        for action in actions { try Self.check(action) }
        return self
    }

    private static func check(_ action: DeskAction) throws(MacroError) {
        switch action {
        case .note(let body): try check(body)
        case .field(_, let value): try check(value ?? "")
        case .snooze(let until):
            guard until == nil else {
                throw .invalid(field: "actions", "a macro puts aside for some seconds or until a reply")
            }
        case .snoozeFor(let seconds):
            guard (60...Int(Snooze.longest.components.seconds)).contains(seconds) else {
                throw .invalid(field: "actions", "putting aside for a minute at least, a year at most")
            }
        default: return
        }
    }

    /// - Throws: ``MacroError/variableUnknown(_:known:)``.
    private static func check(_ body: String) throws(MacroError) {
        for match in body.matches(of: /\{\{([^{}]*)\}\}/) {
            let name = match.output.1.filter { !$0.isWhitespace }
            guard variables.contains(name) else {
                throw .variableUnknown(String(name.prefix(60)), known: variables)
            }
        }
    }
}

extension Character {
    /// A lower-case letter of ASCII or a digit.
    fileprivate var isPlain: Bool { ("a"..."z").contains(self) || ("0"..."9").contains(self) }
}
