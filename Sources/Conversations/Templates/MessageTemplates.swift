package import Base
package import Logging
package import People
package import Safeguard
import ServiceLifecycle
package import Storage

/// What the system says to customers, and in which words.
///
/// Own words go in front of the strings files' as soon as they are saved: at once on the node that took them, within
/// seconds on the others (``MessageTemplateWatcher``).
package struct MessageTemplates: Sendable {
    /// One message with all its words.
    package struct Entry: Sendable, Hashable {
        package let template: MessageTemplate
        package let variables: [String]
        /// What it says without own words, in the languages of the release.
        package let released: [LocaleCode: String]
        /// By locale.
        package let texts: [MessageTemplate.Text]
    }

    private let database: any Database
    private let templates: [MessageTemplate]
    private let localisation: Localisation
    private let gate: SecretsGate
    private let clock: any WallClock

    /// - `templates`: The messages whose words can be chosen, in the order in which they are listed.
    package init(
        _ database: any Database,
        _ templates: [MessageTemplate],
        localisation: Localisation,
        gate: SecretsGate,
        clock: any WallClock
    ) {
        self.database = database
        self.templates = templates
        self.localisation = localisation
        self.gate = gate
        self.clock = clock
    }

    /// All of them, in their order.
    package func all() async throws -> [Entry] {
        let rows = try await database.read { db in try MessageTemplateSQL(db: db).all() }
        let texts = Dictionary(grouping: rows, by: \.key)
        return templates.map { entry($0, texts[$0.key] ?? []) }
    }

    /// Chooses the words of a message in one language.
    ///
    /// - `place`: Where the request came from, for the audit trail.
    ///
    /// Throws: ``MessageTemplateError``, ``SolicitationError`` for what nobody may ask.
    package func save(
        _ key: String,
        in locale: LocaleCode,
        _ body: String,
        by agent: Agent,
        from place: String? = nil
    ) async throws -> Entry {
        let template = try template(key)
        try SolicitationError.refuse([body])
        // Agents paste as well, and every customer would read it.
        let body = try MessageTemplate.validated(gate.mask(body).text, variables: variables(of: template))
        let now = clock.now
        return try await change(template) { sql in
            guard try sql.count(key, besides: locale) < MessageTemplate.mostLocales else {
                throw MessageTemplateError.tooManyLocales(limit: MessageTemplate.mostLocales)
            }
            try sql.save(key, locale, body, by: agent.id, at: now)
            let saved = Self.deed("saved", key, locale, by: agent.acting(from: place))
            try AuditTrail.record(saved, at: now, in: sql.db)
        }
    }

    /// Goes back to the standard words in one language; nothing happens where there are no others.
    ///
    /// - `actor`: Who does it, for the audit trail.
    ///
    /// Throws: ``MessageTemplateError/notFound(_:)``.
    package func reset(
        _ key: String,
        in locale: LocaleCode,
        by actor: AuditActor = .system
    ) async throws -> Entry {
        let now = clock.now
        return try await change(try template(key)) { sql in
            try sql.delete(key, locale)
            try AuditTrail.record(Self.deed("reset", key, locale, by: actor), at: now, in: sql.db)
        }
    }

    private static func deed(
        _ change: String,
        _ key: String,
        _ locale: LocaleCode,
        by actor: AuditActor
    ) -> Deed {
        let details = ["change": change, "locale": locale.rawValue]
        return Deed(.templateChanged, by: actor, on: AuditSubject("template", key), details)
    }

    /// Takes what is in the database into use.
    package func reload() async throws {
        use(try await database.read { db in try MessageTemplateSQL(db: db).all() })
    }

    private func change(
        _ template: MessageTemplate,
        _ body: @escaping @Sendable (MessageTemplateSQL) throws -> Void
    ) async throws -> Entry {
        let rows = try await database.write { db in
            let sql = MessageTemplateSQL(db: db)
            try body(sql)
            return try sql.all()
        }
        use(rows)
        return entry(template, rows.filter { $0.key == template.key })
    }

    /// What is kept of a message that the release no longer has is passed over.
    private func use(_ rows: [MessageTemplateRow]) {
        let known = Set(templates.map(\.key))
        localisation.own.replace(
            with: rows.reduce(into: [:]) { texts, row in
                if known.contains(row.key) { texts[row.text.locale, default: [:]][row.key] = row.text.body }
            }
        )
    }

    private func template(_ key: String) throws -> MessageTemplate {
        guard let template = templates.first(where: { $0.key == key }) else {
            throw MessageTemplateError.notFound(key)
        }
        return template
    }

    private func variables(of template: MessageTemplate) -> [String] {
        MessageTemplate.variables(of: localisation.releasedText(template.key, in: .english) ?? "")
    }

    private func entry(_ template: MessageTemplate, _ rows: [MessageTemplateRow]) -> Entry {
        let released = localisation.locales.map { locale in
            (locale, localisation.releasedText(template.key, in: locale) ?? "")
        }
        return Entry(
            template: template,
            variables: variables(of: template),
            released: Dictionary(uniqueKeysWithValues: released),
            texts: rows.map(\.text)
        )
    }
}

/// Notices words that another node took.
package struct MessageTemplateWatcher: Service {
    private static let pause = Duration.seconds(5)

    private let templates: MessageTemplates
    private let logger: Logger

    package init(_ templates: MessageTemplates, logger: Logger) {
        self.templates = templates
        self.logger = logger
    }

    package func run() async throws {
        await RepeatedWork.run(every: Self.pause, "own words could not be looked at", logger, from: ()) {
            try await templates.reload()
        }
    }
}
