package import Base
package import People
package import Safeguard
package import Storage

/// The macros of an installation and of its agents.
package struct Macros: Sendable {
    private let database: any Database
    private let gate: SecretsGate
    private let clock: any WallClock

    package init(_ database: any Database, gate: SecretsGate, clock: any WallClock) {
        self.database = database
        self.gate = gate
        self.clock = clock
    }

    /// Everybody's and an agent's own, by shortcut.
    package func all(for agent: ID<Agent>) async throws -> [Macro] {
        try await database.read { db in try MacroSQL(db: db).macros(for: agent) }
    }

    /// Makes a macro.
    ///
    /// - `isShared`: Whether everybody has it, which not everybody may decide; that is an entry of the audit trail.
    /// - `place`: Where the request came from, for the audit trail.
    ///
    /// Throws: ``MacroError``, `AgentError` for who may not, ``SolicitationError`` for what nobody may ask.
    package func create(
        _ draft: Macro.Draft,
        isShared: Bool,
        by agent: Agent,
        from place: String? = nil
    ) async throws -> Macro {
        if isShared { try mayEditShared(agent) }
        try SolicitationError.refuse(draft.texts.map(\.body))
        let now = clock.now
        let owner = isShared ? nil : agent.id
        let macro = Macro(id: ID(at: now), owner: owner, draft: try masked(draft).validated())
        try await unique(macro) { sql in
            let limit = isShared ? Macro.mostShared : Macro.mostOwn
            guard try sql.count(of: owner) < limit else { throw MacroError.tooMany(limit: limit) }
            try sql.insert(macro, at: now)
            if isShared {
                try Self.record(.created, of: macro.id, by: agent.acting(from: place), at: now, db: sql.db)
            }
        }
        return macro
    }

    /// Changes a macro; it can be shared, or taken back for oneself.
    ///
    /// - `place`: Where the request came from, for the audit trail.
    ///
    /// Throws: ``MacroError``, `AgentError` for who may not, ``SolicitationError`` for what nobody may ask.
    package func change(
        _ id: ID<Macro>,
        to draft: Macro.Draft,
        isShared: Bool,
        by agent: Agent,
        from place: String? = nil
    ) async throws -> Macro {
        if isShared { try mayEditShared(agent) }
        try SolicitationError.refuse(draft.texts.map(\.body))
        let now = clock.now
        let macro = Macro(
            id: id,
            owner: isShared ? nil : agent.id,
            draft: try masked(draft).validated()
        )
        try await unique(macro) { sql in
            let before = try changeable(id, agent, sql)
            try sql.update(macro, at: now)
            guard let change = Change(from: before.owner, to: macro.owner) else { return }
            try Self.record(change, of: id, by: agent.acting(from: place), at: now, db: sql.db)
        }
        return macro
    }

    /// - `place`: Where the request came from, for the audit trail.
    ///
    /// Throws: ``MacroError/notFound(_:)``, `AgentError` for who may not.
    package func delete(_ id: ID<Macro>, by agent: Agent, from place: String? = nil) async throws {
        let now = clock.now
        try await database.write { db in
            let sql = MacroSQL(db: db)
            let before = try changeable(id, agent, sql)
            try sql.delete(id)
            guard before.owner == nil else { return }
            try Self.record(.deleted, of: id, by: agent.acting(from: place), at: now, db: db)
        }
    }

    /// What became of something that everybody has; one's own is nobody else's business.
    private enum Change: String {
        case created, updated, deleted
        /// It was one agent's own before, and is everybody's.
        case shared
        /// It was everybody's before, and is one agent's own.
        case takenBack = "taken_back"

        init?(from before: ID<Agent>?, to after: ID<Agent>?) {
            switch (before, after) {
            case (nil, nil): self = .updated
            case (.some, nil): self = .shared
            case (nil, .some): self = .takenBack
            case (.some, .some): return nil
            }
        }
    }

    /// Not what it says: the trail holds nothing that somebody wrote.
    private static func record(
        _ change: Change,
        of id: ID<Macro>,
        by actor: AuditActor,
        at now: Instant,
        db: Connection
    ) throws(DatabaseError) {
        let changed = Deed(
            .macroChanged,
            by: actor,
            on: AuditSubject("macro", id),
            ["change": change.rawValue]
        )
        try AuditTrail.record(changed, at: now, in: db)
    }

    /// Adds what everybody has; those whose shortcut exists already are left as they are.
    package func add(_ drafts: [Macro.Draft]) async throws {
        let now = clock.now
        for draft in drafts {
            let macro = Macro(id: ID(at: now), owner: nil, draft: try draft.validated())
            do {
                try await unique(macro) { sql in try sql.insert(macro, at: now) }
            } catch MacroError.shortcutTaken {
                continue
            }
        }
    }

    private func mayEditShared(_ agent: Agent) throws {
        guard Permission.macrosEdit.isGranted(to: agent.role) else {
            throw AgentError.notPermitted(.macrosEdit)
        }
    }

    /// Somebody else's own is as if it were not there.
    private func changeable(_ id: ID<Macro>, _ agent: Agent, _ sql: MacroSQL) throws -> Macro {
        guard let known = try sql.macro(id), known.owner == nil || known.owner == agent.id else {
            throw MacroError.notFound(id)
        }
        if known.owner == nil { try mayEditShared(agent) }
        return known
    }

    /// What must not be stored is hidden: agents paste as well.
    private func masked(_ draft: Macro.Draft) -> Macro.Draft {
        var draft = draft
        draft.texts = draft.texts.map { text in
            Macro.Text(
                locale: text.locale,
                title: gate.mask(text.title).text,
                body: gate.mask(text.body).text
            )
        }
        draft.actions = draft.actions.map { action in
            switch action {
            case .note(let body): .note(gate.mask(body).text)
            case .field(let key, let value): .field(key, value.map { gate.mask($0, named: key).text })
            default: action
            }
        }
        return draft
    }

    private func unique(_ macro: Macro, _ body: @escaping @Sendable (MacroSQL) throws -> Void) async throws {
        do {
            try await database.write { db in try body(MacroSQL(db: db)) }
        } catch let error as DatabaseError where error.isUniqueViolation {
            throw MacroError.shortcutTaken(macro.draft.shortcut)
        }
    }
}
