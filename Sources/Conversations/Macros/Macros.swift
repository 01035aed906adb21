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
    /// - `isShared`: Whether everybody has it, which not everybody may decide.
    ///
    /// Throws: ``MacroError``, `AgentError` for who may not, ``SolicitationError`` for what nobody may ask.
    package func create(_ draft: Macro.Draft, isShared: Bool, by agent: Agent) async throws -> Macro {
        if isShared { try mayEditShared(agent) }
        try SolicitationError.refuse(draft.texts.map(\.body))
        let now = clock.now
        let owner = isShared ? nil : agent.id
        let macro = Macro(id: ID(at: now), owner: owner, draft: try masked(draft).validated())
        try await unique(macro) { sql in
            let limit = isShared ? Macro.mostShared : Macro.mostOwn
            guard try sql.count(of: owner) < limit else { throw MacroError.tooMany(limit: limit) }
            try sql.insert(macro, at: now)
        }
        return macro
    }

    /// Changes a macro; it can be shared, or taken back for oneself.
    ///
    /// - Throws: ``MacroError``, `AgentError` for who may not, ``SolicitationError`` for what nobody may ask.
    package func change(
        _ id: ID<Macro>,
        to draft: Macro.Draft,
        isShared: Bool,
        by agent: Agent
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
            try mayChange(id, agent, sql)
            try sql.update(macro, at: now)
        }
        return macro
    }

    /// - Throws: ``MacroError/notFound(_:)``, `AgentError` for who may not.
    package func delete(_ id: ID<Macro>, by agent: Agent) async throws {
        try await database.write { db in
            let sql = MacroSQL(db: db)
            try mayChange(id, agent, sql)
            try sql.delete(id)
        }
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
    private func mayChange(_ id: ID<Macro>, _ agent: Agent, _ sql: MacroSQL) throws {
        guard let known = try sql.macro(id), known.owner == nil || known.owner == agent.id else {
            throw MacroError.notFound(id)
        }
        if known.owner == nil { try mayEditShared(agent) }
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
