import ArgumentParser
import Base
import Conversations
import Foundation
import Knowledge
import Logging
import People
import Realtime
import Safeguard
import Storage
import Web

/// `switchboard doctor`: what is wrong with this installation and how to mend it.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Find out what is wrong with this installation and how to mend it."
    )

    @OptionGroup var installation: InstallationOptions

    @Flag(help: "Give events and jobs that failed too often another round.")
    var retry = false

    @Flag(help: "Count the inbox anew, and look at every message again for what the search misses.")
    var repair = false

    func run() async throws {
        var findings = 0
        func report(_ isFine: Bool, _ what: String, _ advice: String) {
            if !isFine { findings += 1 }
            CommandOutput.say(isFine ? "  fine   \(what)" : "  WRONG  \(what)\n         \(advice)")
        }
        let configuration: ServerConfiguration
        do {
            configuration = try await installation.configuration()
            report(true, "the settings are valid", "")
        } catch {
            report(false, "the settings: \(error)", "Mend each line above.")
            throw ExitCode.failure
        }
        let folder = configuration.dataFolder.path
        let isWritable =
            !FileManager.default.fileExists(atPath: folder)
            || FileManager.default.isWritableFile(atPath: folder)
        report(
            isWritable,
            "the data folder \(folder) can be written",
            "Give it to the user that runs the server."
        )
        report(
            configuration.identity.sharedSecret != nil || configuration.identity.publicKey != nil,
            "customers can be verified",
            "Set identity.secret or identity.public.key; until then everybody is a guest."
        )
        check(configuration.look, report)
        if let redis = configuration.redis {
            do {
                try await RedisEventBus.check(redis)
                report(true, "Redis answers", "")
            } catch {
                report(false, "Redis: \(error)", "Is it running, and is the address right?")
            }
        }
        await checkFileWorkers(report)
        await check(configuration.clamd, report)
        let blobs = try Wiring.openBlobs(configuration)
        await check(blobs, configuration.blobs, report)
        do {
            let database = try Wiring.openDatabase(configuration, mustExist: true)
            let pending = try await Migrator(
                database,
                migrations: Wiring.migrations(),
                clock: SystemClock()
            ).pending()
            report(true, "the database (\(database.engine.rawValue)) answers", "")
            report(
                pending.isEmpty,
                "its schema is up to date",
                "Start the server once: it runs \(pending.count) steps."
            )
            if pending.isEmpty, retry {
                let now = SystemClock().now
                let count = try await database.write { db in try DeadLetter.retryAll(at: now, in: db) }
                CommandOutput.say("  again  \(count) event(s) and job(s)")
            }
            if pending.isEmpty, repair { try await mend(database) }
            if pending.isEmpty {
                await check(configuration.encryption, of: database, report)
                try await check(database, report)
                await check(blobs, hasFilesOf: database, report)
            }
            try await database.close()
        } catch let error as DatabaseError {
            report(false, "the database: \(error.message)", "Is it running, and is the address right?")
        } catch {
            report(false, "the database: \(error)", "Is it running, and is the address right?")
        }
        CommandOutput.say(findings == 0 ? "Nothing is wrong." : "\(findings) thing(s) to mend.")
        if findings > 0 { throw ExitCode.failure }
    }

    /// Whether what is written in the brand's colours can be read.
    private func check(_ look: Brand, _ report: (Bool, String, String) -> Void) {
        for palette in look.palettes {
            let faint = palette.contrasts.filter { $0.ratio < BrandPalette.Contrast.least }
            let told = faint.map { "\($0.what) is \(($0.ratio * 10).rounded() / 10) : 1" }
            report(
                faint.isEmpty,
                "the colours of the \(palette.theme.rawValue) theme can be read"
                    + (told.isEmpty ? "" : ": \(told.joined(separator: ", "))"),
                "Choose a \(palette.theme == .light ? "darker look.accent" : "lighter look.dark.accent"): text needs 4.5 : 1."
            )
        }
    }

    /// Whether pictures and PDFs can be read.
    private func checkFileWorkers(_ report: (Bool, String, String) -> Void) async {
        do {
            try await FileWorkers(logger: Logger(label: "doctor")).check()
            report(true, "pictures and PDFs are read in confined processes", "")
        } catch AttachmentError.readerUnavailable(let why) {
            report(false, "pictures and PDFs: \(why)", "Install libvips42 and libpoppler-glib8, or mend it.")
        } catch {
            report(false, "pictures and PDFs: \(error)", "Does this machine have the memory for it?")
        }
    }

    private func check(_ clamd: ClamdAddress?, _ report: (Bool, String, String) -> Void) async {
        guard let clamd else { return }
        do {
            try await Clamd(clamd, logger: Logger(label: "doctor")).check()
            report(true, "clamd at \(clamd) answers", "")
        } catch {
            report(false, "clamd at \(clamd): \(error)", "No file is taken until it answers. Is it running?")
        }
    }

    /// Whether a bucket can be used; a folder was looked at before.
    private func check(
        _ blobs: any Blobs,
        _ location: ServerConfiguration.BlobLocation,
        _ report: (Bool, String, String) -> Void
    ) async {
        guard case .bucket(let bucket, _) = location else { return }
        do {
            try await blobs.check()
            report(true, "files can be stored in, read from and removed from \(bucket)", "")
        } catch {
            let problem = BlobError.operatorProblem(of: error)
            report(false, "the files, in \(bucket): \(problem.title) (\(problem.code))", problem.advice ?? "")
        }
    }

    private func check(
        _ keys: EncryptionKeys,
        of database: any Database,
        _ report: (Bool, String, String) -> Void
    ) async {
        do {
            guard let ring = try keys.read() else {
                let isUnused = try await database.read(KeyRotation.counts).isEmpty
                let advice = "Bring \(keys.place) back: what is sealed cannot be read without it."
                return report(isUnused, "the first start makes the key of the database", advice)
            }
            let counts = try await database.read(KeyRotation.counts)
            let lost = counts.keys.filter { id in !ring.keys.contains { $0.id == id } }.sorted()
            report(
                lost.isEmpty,
                "what is sealed can be read with the keys of \(keys.place)",
                "Bring key \(lost.joined(separator: ", ")) back: \(keys.place) does not have it."
            )
            report(
                !keys.isOpenToOthers,
                "the keys are readable to their owner alone",
                "chmod 600 \(keys.place)"
            )
        } catch let error as EncryptionKeysError {
            report(false, error.description, "What is sealed cannot be read without it.")
        } catch {
            report(false, "nobody can tell whether what is sealed can be read", "\(error)")
        }
    }

    private func check(
        _ blobs: any Blobs,
        hasFilesOf database: any Database,
        _ report: (Bool, String, String) -> Void
    ) async {
        do {
            let missing = try await blobs.missing(Wiring.storedFiles(of: database))
            report(
                missing.isEmpty,
                "every file that was sent or shown is there",
                "\(missing.count) are missing: are --data and --blobs right? Else take them from a backup."
            )
        } catch {
            let problem = BlobError.operatorProblem(of: error)
            report(
                false,
                "nobody can tell whether every file is there: \(problem.title)",
                problem.advice ?? ""
            )
        }
    }

    /// Puts right what is derived from the conversations.
    private func mend(_ database: any Database) async throws {
        try await database.write { db in try InboxCheck.recount(in: db) }
        let indexer = MessageIndexer(database, clock: SystemClock())
        try await indexer.startOver()
        try await indexer.indexAll()
        CommandOutput.say("  mended the counts of the inbox, the index of messages")
    }

    private func check(_ database: any Database, _ report: (Bool, String, String) -> Void) async throws {
        let gaps = try await database.read { db in
            try db.value(
                Int.self,
                """
                SELECT COUNT(*) FROM conversation WHERE last_seq <> (
                    SELECT COUNT(*) FROM message WHERE conversation_id = conversation.id
                )
                """
            ) ?? 0
        }
        report(
            gaps == 0,
            "every timeline is without gaps",
            "\(gaps) have gaps: restore a backup and tell us."
        )
        let wrong = try await database.read { db in try InboxCheck.wrongCounts(in: db) }
        report(
            wrong == 0,
            "the counts of the inbox are right",
            "\(wrong) are wrong: `switchboard doctor --repair` counts anew, while the server runs too."
        )
        let behind = try await database.read { db in try MessageIndexer.longestBehind(in: db) }
        let delay = behind.map { SystemClock().now - $0 } ?? .zero
        report(
            delay < .seconds(600),
            "what was written is found by the search",
            "Conversations wait to be indexed for \(delay.wholeMilliseconds / 60_000) minutes: a running server does it; "
                + "`switchboard doctor --repair` does it now."
        )
        let unchained = try await database.read { db in try AuditTrail.waitingSince(in: db) }
        let patience = unchained.map { SystemClock().now - $0 } ?? .zero
        report(
            patience < .seconds(600),
            "who saw and did what is chained",
            "Deeds wait for \(patience.wholeMilliseconds / 60_000) minutes: a running server chains them within a second; "
                + "if one runs, its log and `switchboard audit verify` tell what keeps it from that."
        )
        let dead = try await database.read { db in try DeadLetter.all(in: db) }
        report(
            dead.isEmpty,
            "every event and job was done",
            "\(dead.count) failed too often (\(Set(dead.map(\.name)).sorted().joined(separator: ", "))): mend the cause, "
                + "then `switchboard doctor --retry`."
        )
        let admins = try await database.read { db in
            try db.value(Int.self, "SELECT COUNT(*) FROM agent WHERE role = 'admin' AND is_active = \(true)")
                ?? 0
        }
        report(admins > 0, "somebody is admin", "switchboard agent create --role admin …")
    }
}
