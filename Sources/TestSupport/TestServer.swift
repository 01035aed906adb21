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
        let copied = template.map { ["--template", $0] } ?? []
        try await run("createdb", copied + ["--maintenance-db", url(of: "postgres"), name])
        return name
    }

    func dropDatabase(_ name: String) async throws {
        try await run("dropdb", ["--force", "--maintenance-db", url(of: "postgres"), name])
    }

    /// Runs a program of PostgreSQL's.
    private func run(_ program: String, _ arguments: [String]) async throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.standardInput = FileHandle.nullDevice
        let status = try await withCheckedThrowingContinuation {
            (done: CheckedContinuation<Int32, any Error>) in
            process.terminationHandler = { done.resume(returning: $0.terminationStatus) }
            do {
                try process.run()
            } catch {
                done.resume(throwing: error)
            }
        }
        guard status == 0 else { throw FailedProgram(name: program, status: status) }
    }

    private struct FailedProgram: Error {
        let name: String
        let status: Int32
    }

    private struct MissingServer: Error, CustomStringConvertible {
        var description: String {
            "SWITCHBOARD_TEST_POSTGRES is not set; run the tests through scripts/with-postgres"
        }
    }
}
