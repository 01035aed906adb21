/// How an engine goes about answering queries.
package struct QueryPlan: Sendable {
    /// The lines of the plans, one query after the other, as the engine words them.
    package let lines: [String]

    /// Whether an index, or a virtual table, is read.
    package func uses(_ index: String) -> Bool {
        lines.contains { $0.contains(index) }
    }

    /// Whether a table is read from one end to the other.
    package func scans(_ table: String) -> Bool {
        lines.contains { line in
            if line.contains("Seq Scan on \(table)") {
                let rest = line.split(separator: "Seq Scan on \(table)").last ?? ""
                return rest.first.map { !$0.isLetter && $0 != "_" } ?? true
            }
            return line == "SCAN \(table)" || line.hasPrefix("SCAN \(table) USING COVERING")
        }
    }
}

extension Connection {
    /// How the engine would answer the queries that a body makes; the body gets no rows.
    ///
    /// PostgreSQL is told to read no table from end to end and to sort nothing where it need not: small tables would
    /// tell nothing.
    package func plan(of body: (Connection) throws -> Void) throws -> QueryPlan {
        if engine == .postgres {
            try run(script: "SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        }
        let explaining = ExplainingSession(session, engine)
        try body(Connection(engine: engine, session: explaining, dataKeys: dataKeys, isWriting: isWriting))
        return QueryPlan(lines: explaining.lines)
    }
}

/// Asks for the plans of statements instead of running them.
private final class ExplainingSession: EngineSession {
    private let session: any EngineSession
    private let engine: Engine
    private(set) var lines: [String] = []

    init(_ session: any EngineSession, _ engine: Engine) {
        self.session = session
        self.engine = engine
    }

    func execute(_ statement: RenderedSQL) throws(DatabaseError) -> Answer {
        guard !statement.text.hasPrefix("SET ") else { return Answer() }
        let text = (engine == .sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + statement.text
        let answer = try session.execute(RenderedSQL(text: text, values: statement.values))
        for row in answer.rows {
            let line: String = try row.get(engine == .sqlite ? "detail" : "QUERY PLAN")
            lines.append(line.trimmingPrefix { $0 == " " }.description)
        }
        return Answer()
    }

    func post(_ statement: RenderedSQL) throws(DatabaseError) {
        _ = try execute(statement)
    }

    func execute(script: String) throws(DatabaseError) {
        try session.execute(script: script)
    }
}
