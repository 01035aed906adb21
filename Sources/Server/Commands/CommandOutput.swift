import ArgumentParser
import ArgumentParser
import Base
import Foundation
import Logging
import Storage

/// What commands say to the person at the terminal.
enum CommandOutput {
    /// Writes a line to standard output.
    static func say(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }

    /// Writes a line to standard error.
    static func complain(_ line: String) {
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }

    /// Does a command's work; what goes wrong is told in a sentence or two, without the usage that a wrong flag gets.
    static func telling(_ work: () async throws -> Void) async throws {
        do {
            try await work()
        } catch let mistakes as ServerConfiguration.Mistakes {
            complain(mistakes.description)
            throw ExitCode(2)
        } catch let error as EncryptionKeysError {
            complain(error.description)
            throw ExitCode.failure
        } catch let error as DatabaseError {
            complain("The database: \(error.message)")
            throw ExitCode.failure
        } catch let error as BlobError {
            let problem = BlobError.operatorProblem(of: error)
            complain([problem.title, problem.advice].compactMap(\.self).joined(separator: " "))
            throw ExitCode.failure
        } catch let error as any DomainError {
            complain([error.problem.title, error.problem.advice].compactMap(\.self).joined(separator: " "))
            throw ExitCode.failure
        }
    }
}

extension InstallationOptions {
    /// Opens the installation for a command: settings, database up to date, doors.
    func open(_ flags: [String: String?] = [:]) async throws -> Wiring {
        let configuration = try await configuration(flags)
        var logger = Logger(label: "switchboard")
        logger.logLevel = .warning
        let database = try Wiring.openDatabase(configuration)
        return try await Wiring(
            configuration,
            database: database,
            logger: logger,
            clock: SystemClock(),
            metrics: PrometheusMetrics()
        )
    }
}
