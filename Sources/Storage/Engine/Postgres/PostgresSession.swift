import Base
import CPostgres
import Foundation

/// One libpq connection; used from its worker's thread only.
///
/// Every value travels in PostgreSQL's binary format with its type sent, and every statement is prepared once a
/// connection.
@safe
final class PostgresSession: EngineSession {
    private let url: Redacted<String>
    private let limits: [(name: String, value: String)]
    private var connection: OpaquePointer?
    private var prepared: [String: String] = [:]
    /// The columns of the prepared statements' answers, by their names.
    private var columns: [String: ColumnNames] = [:]
    /// What travels with the next statement.
    private var posted: [RenderedSQL] = []
    /// Whether the server knows of the transaction.
    private var hasBegun = false
    private static let mostPosted = 32

    /// - Parameters:
    ///   - url: The address.
    ///   - patience: What a path that went silent may cost, where the address does not say otherwise; left to the kernel
    ///     it is a quarter of an hour, for all workers.
    init(url: Redacted<String>, patience: Duration) {
        self.url = url
        let seconds = max(2, patience.wholeMilliseconds / 1000)
        limits = [
            // libpq takes one second for two.
            ("connect_timeout", "\(seconds)"),
            // An answer that does not come: asked after one second, then each second until the patience is over.
            ("keepalives_idle", "1"), ("keepalives_interval", "1"), ("keepalives_count", "\(seconds - 1)"),
            ("tcp_user_timeout", "\(seconds * 1000)"),
        ]
    }

    func disconnect() {
        unsafe PQfinish(connection)
        unsafe connection = nil
        prepared = [:]
        columns = [:]
    }

    /// Connects if needed and finds out whether the server hung up since.
    func ensureUsable() throws(DatabaseError) {
        if unsafe connection != nil {
            if unsafe PQstatus(connection) == CONNECTION_OK, !hasNews { return }
            disconnect()
        }
        try connect()
        // Warnings of the server are not ours to print.
        _ = unsafe PQsetNoticeProcessor(connection, { _, _ in }, nil)
    }

    /// Whether something came while the connection rested: the farewell of a server that was stopped, its end, or both.
    ///
    /// What else a server says unasked, that a setting of it was changed, costs a connection and nothing more.
    private var hasNews: Bool {
        var watched = unsafe pollfd(fd: PQsocket(connection), events: Int16(POLLIN), revents: 0)
        return unsafe poll(&watched, 1, 0) != 0
    }

    private func connect() throws(DatabaseError) {
        _ = try PostgresAddress.environment(of: url)  // throws what may be told of a malformed one
        // Of two values for one name the later counts: the address comes last.
        let names = limits.map(\.name) + ["dbname"]
        let values = limits.map(\.value) + [url.exposed]
        unsafe connection = Self.withCStrings(names) { names in
            unsafe Self.withCStrings(values) { values in unsafe PQconnectdbParams(names, values, 1) }
        }
        guard unsafe PQstatus(connection) == CONNECTION_OK else {
            let message = lastError
            disconnect()
            throw DatabaseError(.unavailable, message)
        }
    }

    /// Calls with an array of C strings that a null pointer ends.
    private static func withCStrings(
        _ texts: [String],
        _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> OpaquePointer?
    ) -> OpaquePointer? {
        var copies: [UnsafeMutablePointer<CChar>?] = unsafe texts.map { unsafe strdup($0) }
        defer { unsafe copies.forEach { unsafe free($0) } }
        unsafe copies.append(nil)
        return unsafe copies.withUnsafeBufferPointer { buffer in
            unsafe buffer.withMemoryRebound(to: UnsafePointer<CChar>?.self) { unsafe body($0.baseAddress) }
        }
    }

    // MARK: One transaction

    /// Begins a transaction: with the first statement, so that it costs no journey of its own.
    func begin(_ statement: String) {
        posted = [RenderedSQL(text: statement, values: [])]
        hasBegun = false
    }

    func execute(_ rendered: RenderedSQL) throws(DatabaseError) -> Answer {
        try send([rendered])
    }

    func post(_ rendered: RenderedSQL) throws(DatabaseError) {
        posted.append(rendered)
        // What is sent at once must fit into the sockets' buffers, or both sides wait for the other to read.
        if posted.count >= Self.mostPosted { _ = try send([]) }
    }

    /// Ends the transaction with what was posted before.
    func commit() throws(DatabaseError) {
        // A body that asked for nothing has begun nothing.
        guard hasBegun || posted.count > 1 else { return posted = [] }
        _ = try send([RenderedSQL(text: "COMMIT", values: [])])
    }

    /// Undoes the transaction and forgets what was posted.
    func rollBack() throws(DatabaseError) {
        posted = []
        guard hasBegun else { return }
        try execute(script: "ROLLBACK")
    }

    /// Sends what was posted and some more in one go (libpq's pipeline mode, PostgreSQL documentation 34.5) and reads
    /// the answers.
    ///
    /// - Returns: The answer to the last one.
    private func send(_ more: [RenderedSQL]) throws(DatabaseError) -> Answer {
        let statements = posted + more
        posted = []
        var names: [String] = []
        for statement in statements { names.append(try prepare(statement)) }
        hasBegun = true
        guard statements.count > 1 else {
            guard let statement = statements.first, let name = names.first else { return Answer() }
            let result = unsafe Self.withParameters(of: statement) { count, pointers, lengths, formats in
                unsafe PQexecPrepared(connection, name, count, pointers, lengths, formats, 1)
            }
            defer { unsafe PQclear(result) }
            unsafe try check(result, statement: statement.text)
            return unsafe read(result, of: name)
        }
        guard unsafe PQenterPipelineMode(connection) == 1 else { throw broken() }
        for (statement, name) in zip(statements, names) {
            let isSent = unsafe Self.withParameters(of: statement) { count, pointers, lengths, formats in
                unsafe PQsendQueryPrepared(connection, name, count, pointers, lengths, formats, 1)
            }
            guard isSent == 1 else { throw broken() }
        }
        guard unsafe PQpipelineSync(connection) == 1 else { throw broken() }
        return try receive(statements, names)
    }

    /// Reads one answer for each statement; after one that failed the server passed the others over.
    private func receive(_ statements: [RenderedSQL], _ names: [String]) throws(DatabaseError) -> Answer {
        var answer = Answer()
        var failure: DatabaseError?
        for (statement, name) in zip(statements, names) {
            let result = unsafe PQgetResult(connection)
            defer { unsafe PQclear(result) }
            if failure == nil {
                do throws(DatabaseError) {
                    unsafe try check(result, statement: statement.text)
                    answer = unsafe read(result, of: name)
                } catch {
                    failure = error
                    if unsafe connection == nil { throw error }
                }
            }
            // Each statement's results end with nothing.
            unsafe PQclear(PQgetResult(connection))
        }
        unsafe PQclear(PQgetResult(connection))  // the end of the pipeline
        guard unsafe PQexitPipelineMode(connection) == 1 else { throw failure ?? broken() }
        if let failure { throw failure }
        return answer
    }

    private func read(_ result: OpaquePointer?, of name: String) -> Answer {
        let (answer, names) = unsafe PostgresResult(result, columns: columns[name]).answer
        columns[name] = names
        return answer
    }

    private func broken() -> DatabaseError {
        let message = lastError
        disconnect()
        return DatabaseError(.unavailable, message)
    }

    /// Calls with the values of a statement in binary format.
    private static func withParameters<Value>(
        of statement: RenderedSQL,
        _ body: (
            Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?
        ) -> Value
    ) -> Value {
        // One buffer holds all values; pointers go into it, so nothing is copied twice or outlives the call.
        var buffer: [UInt8] = []
        buffer.reserveCapacity(1024)
        let sizes = statement.values.map { $0.write(to: &buffer) }
        let lengths = sizes.map { Int32($0 ?? 0) }
        let formats = [Int32](repeating: 1, count: sizes.count)
        return unsafe buffer.withUnsafeBytes { (raw: UnsafeRawBufferPointer) -> Value in
            let base = unsafe raw.baseAddress ?? UnsafeRawPointer(bitPattern: 1)
            var offset = 0
            let pointers: [UnsafePointer<CChar>?] = unsafe sizes.map { size in
                guard let size, let start = unsafe base else { return nil }
                defer { offset += size }
                return unsafe (start + offset).assumingMemoryBound(to: CChar.self)
            }
            return unsafe body(Int32(sizes.count), pointers, lengths, formats)
        }
    }

    func execute(script: String) throws(DatabaseError) {
        if !posted.isEmpty { _ = try send([]) }
        let result = unsafe PQexec(connection, script)
        defer { unsafe PQclear(result) }
        unsafe try check(result, statement: script)
    }

    private func prepare(_ rendered: RenderedSQL) throws(DatabaseError) -> String {
        if let name = prepared[rendered.text] { return name }
        let name = "s\(prepared.count)"
        let types = rendered.values.map(\.postgresType)
        let result = unsafe PQprepare(connection, name, rendered.text, Int32(types.count), types)
        defer { unsafe PQclear(result) }
        unsafe try check(result, statement: rendered.text)
        prepared[rendered.text] = name
        return name
    }

    private func check(_ result: OpaquePointer?, statement: String) throws(DatabaseError) {
        let status = unsafe PQresultStatus(result)
        if status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK { return }
        if unsafe PQstatus(connection) != CONNECTION_OK {
            let message = lastError
            disconnect()
            throw DatabaseError(.unavailable, message, statement: statement)
        }
        func field(_ code: Int32) -> String? {
            unsafe PQresultErrorField(result, code).map { unsafe String(cString: $0) }
        }
        let state = field(Int32(UInt8(ascii: "C"))) ?? ""
        let message = field(Int32(UInt8(ascii: "M"))) ?? lastError
        throw DatabaseError(
            DatabaseError.Kind(sqlState: state, constraint: field(Int32(UInt8(ascii: "n"))) ?? ""),
            "\(state) \(message)",
            statement: statement
        )
    }

    private var lastError: String {
        let text = unsafe String(cString: PQerrorMessage(connection))
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

extension DatabaseError.Kind {
    /// Translates SQLSTATE (PostgreSQL, appendix A).
    init(sqlState: String, constraint: String) {
        self =
            switch sqlState {
            case "23505": .uniqueViolation(constraint)
            case "23503": .foreignKeyViolation
            case "23502", "23514": .checkViolation
            case "40001", "40P01": .conflict
            case "53100": .diskFull
            case "53300", "57P01", "57P02", "57P03": .unavailable
            default: sqlState.hasPrefix("08") ? .unavailable : .failed
            }
    }
}
