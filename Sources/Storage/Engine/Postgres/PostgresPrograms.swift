import Base
import Foundation

/// PostgreSQL's own programs: `pg_dump` and `pg_restore`.
enum PostgresPrograms {
    /// Runs one on a database.
    ///
    /// - `name`: Such as `pg_dump`.
    /// - `url`: The database; it is passed on in the environment, for everybody may read a process list.
    ///
    /// Throws: `DatabaseError`; what the program says goes to standard error.
    static func run(_ name: String, _ arguments: [String], on url: Redacted<String>) async throws {
        guard let program = find(name) else {
            throw DatabaseError(
                .failed,
                "\(name) is neither in /usr/lib/postgresql nor on the PATH; install postgresql-client"
            )
        }
        let address = try PostgresAddress.environment(of: url)
        let status = try await BlockingWork.run {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: program)
            process.arguments = arguments
            process.environment = ProcessInfo.processInfo.environment.merging(address) { $1 }
            process.standardInput = FileHandle.nullDevice
            try process.run()
            process.waitUntilExit()
            return process.terminationStatus
        }
        guard status == 0 else { throw DatabaseError(.failed, "\(name) failed; its message stands above") }
    }

    /// Debian keeps the versions apart and off the PATH; the newest one reads every older server.
    private static func find(_ name: String) -> String? {
        let debian = "/usr/lib/postgresql"
        // Where the folder is not readable there is none.
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: debian)) ?? []
        let newest = versions.compactMap { Int($0) }.sorted(by: >).map { "\(debian)/\($0)/bin/\(name)" }
        let paths = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return (newest + paths.map { "\($0)/\(name)" }).first {
            FileManager.default.isExecutableFile(atPath: $0)
        }
    }
}
