import Base
import CPostgres
import Foundation

/// The PostgreSQL server that `scripts/with-postgres` started, with a database for each test.
struct TestServer {
    private let address: URLComponents

    init() throws {
        guard let url = TestDatabase.serverURL, let address = URLComponents(string: url) else {
            throw MissingServer()
        }
        self.address = address
    }

    func url(of database: String) -> String {
        var address = address
        address.path = "/\(database)"
        return address.string ?? ""
    }

    /// Makes a database, and returns its name.
    ///
    /// - `template`: The name of the one that it is a copy of; nobody may be connected to that.
    func createDatabase(copying template: String? = nil) async throws -> String {
        let name = "test_" + UUID().uuidString.lowercased().replacing("-", with: "")
        try await executePatiently("CREATE DATABASE \(name)" + (template.map { " TEMPLATE \($0)" } ?? ""))
        return name
    }

    func dropDatabase(_ name: String) async throws {
        try await executePatiently("DROP DATABASE \(name) WITH (FORCE)")
    }

    /// Runs a statement again while others are connected to what it is about: they go when they have their turn, which may
    /// take longer than the five seconds that the server gives them.
    private func executePatiently(_ statement: String) async throws {
        let end = ContinuousClock.now + .seconds(120)
        while true {
            do {
                return try await execute(statement)
            } catch  where ContinuousClock.now < end {
                try await Task.sleep(for: .milliseconds(500))
            }
        }
    }

    /// Runs a statement by itself: databases are neither made nor removed in a transaction, which is all that ours know.
    ///
    /// The names in it are made here, of letters and digits: identifiers cannot be bound.
    private func execute(_ statement: String) async throws {
        let address = url(of: "postgres")
        try await BlockingWork.run {
            let connection = unsafe PQconnectdb(address)
            defer { unsafe PQfinish(connection) }
            let result = unsafe PQexec(connection, statement)
            defer { unsafe PQclear(result) }
            guard unsafe PQresultStatus(result) == PGRES_COMMAND_OK else {
                throw FailedStatement(message: unsafe String(cString: PQerrorMessage(connection)))
            }
        }
    }

    private struct FailedStatement: Error {
        let message: String
    }

    private struct MissingServer: Error, CustomStringConvertible {
        var description: String {
            "SWITCHBOARD_TEST_POSTGRES is not set; run the tests through scripts/with-postgres"
        }
    }
}
