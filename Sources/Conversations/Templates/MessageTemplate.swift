package import Base

/// A message that the system writes to customers, whose words an installation may choose for each language.
package struct MessageTemplate: Sendable, Hashable {
    /// The most characters of a text.
    package static let longestBody = 2000
    /// The most languages that one message has own words in.
    package static let mostLocales = 20

    /// Where customers read it.
    package enum Group: String, Sendable, Hashable, Encodable, CaseIterable {
        case widget, conversation, assistant
    }

    /// The installation's own words in one language.
    package struct Text: Sendable, Hashable {
        package let locale: LocaleCode
        package let body: String
        package let updatedAt: Instant
        /// The name of who wrote it last.
        package let author: String
    }

    /// Where its words stand in the strings files, such as `assistant.hello`; `template.<key>` is its name.
    package let key: String
    package let group: Group

    package init(_ key: String, _ group: Group) {
        self.key = key
        self.group = group
    }

    /// What the conversations themselves and their window say.
    package static let ofConversations =
        ["widget.greeting", "widget.subtitle"].map { Self($0, .widget) }
        + [
            "queued", "assigned", "transferred", "outside_hours", "outside_hours_at", "became_ticket",
            "became_ticket_at", "resolved", "reopened", "closed",
        ].map { Self("timeline.event.\($0)", .conversation) }
        + ["timeline.queue.offer", "timeline.queue.stays"].map { Self($0, .conversation) }

    /// The places of a text, `{name}`, in their order, each once.
    package static func variables(of text: String) -> [String] {
        text.matches(of: /\{([^{}]*)\}/).map { String($0.output.1) }.reduce(into: []) { names, name in
            if !names.contains(name) { names.append(name) }
        }
    }

    /// Checks own words.
    ///
    /// - `variables`: What the text may hold in braces.
    ///
    /// Throws: ``MessageTemplateError`` for the first thing that is not acceptable.
    static func validated(_ body: String, variables: [String]) throws(MessageTemplateError) -> String {
        let body = body.trimmed
        guard (1...longestBody).contains(body.count) else {
            throw .invalid(field: "body", "1 to \(longestBody) characters")
        }
        for name in Self.variables(of: body) where !variables.contains(name) {
            throw .variableUnknown(String(name.prefix(60)), known: variables)
        }
        return body
    }
}

extension String {
    /// Without white space around it.
    fileprivate var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
