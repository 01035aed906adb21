import Base
import CConfinement
import Conversations
import Foundation
import Logging
import Synchronization
import SystemPackage

/// Starts a process for each picture and each PDF of a stranger's, and reads what it says.
///
/// What goes there and back is in memory alone (memfd): an original never reaches the disk.
final class FileWorkers: FileReading {
    /// What a worker writes at most, in bytes: a picture may grow when it is written anew.
    static let largestAnswer = 2 * Attachments.largest
    /// How long one may take before it is ended, by the clock on the wall.
    static let longest = Duration.seconds(20)

    private let program: String
    private let slots: WorkerSlots
    private let logger: Logger

    /// - `program`: This executable.
    /// - `atOnce`: How many processes there are at most.
    /// - `waiting`: How many files may wait for one; each is in memory.
    init(
        program: String = "/proc/self/exe",
        atOnce: Int = max(2, ProcessInfo.processInfo.activeProcessorCount / 2),
        waiting: Int = 32,
        logger: Logger
    ) {
        self.program = program
        self.slots = WorkerSlots(atOnce, waiting: waiting, named: "file-worker")
        self.logger = logger
    }

    func rewritten(_ picture: [UInt8], as format: PictureFormat) async throws -> RewrittenPicture {
        let (report, parts) = try await work(on: picture, FileTask(format))
        switch report.outcome {
        case .done:
            return RewrittenPicture(
                content: parts[0],
                thumbnail: parts[1].isEmpty ? nil : parts[1],
                width: report.width,
                height: report.height
            )
        case .tooLarge: throw AttachmentError.pictureTooLarge
        default: throw AttachmentError.pictureDamaged
        }
    }

    func text(ofPDF content: [UInt8]) async throws -> String {
        let (report, parts) = try await work(on: content, .pdf)
        switch report.outcome {
        case .done: return String(decoding: parts[0], as: UTF8.self)
        case .tooLarge: throw AttachmentError.pdfTooLong
        case .encrypted: throw AttachmentError.pdfEncrypted
        case .holdsFiles: throw AttachmentError.pdfHoldsFiles
        default: throw AttachmentError.pdfDamaged
        }
    }

    /// Whether workers can work on this machine, for `switchboard doctor`.
    ///
    /// Throws: ``AttachmentError/readerUnavailable(_:)`` with what is missing.
    func check() async throws {
        for task in [FileTask.png, .pdf] {
            let (report, _) = try await work(on: Array("nothing of that kind".utf8), task)
            if !report.callsAreConfined {
                throw AttachmentError.readerUnavailable("the kernel does not take a seccomp filter")
            }
        }
    }

    /// - Throws: ``AttachmentError/tooDemanding`` when the worker met a limit or crashed, `readersBusy`, or
    ///   `readerUnavailable`.
    private func work(on content: [UInt8], _ task: FileTask) async throws -> (FileTaskReport, [[UInt8]]) {
        let program = program
        let run: ConfinedProcess
        do {
            run = try await slots.run {
                try ConfinedProcess(
                    program,
                    ["file-worker", task.rawValue],
                    on: content,
                    longest: Self.longest
                )
            }
        } catch is WorkersBusy {
            throw AttachmentError.readersBusy
        }
        switch run.ending {
        case confined_ended where run.status == 0: break
        case confined_not_started:
            throw unavailable("no process can be started: \(Errno(rawValue: run.status))")
        case confined_ended: throw unavailable("the process for it ended with \(run.status)")
        default:
            // The file is the likely cause, and whoever sent it can do nothing but send another.
            logger.notice("a file was too much", metadata: ["task": "\(task)", "signal": "\(run.status)"])
            throw AttachmentError.tooDemanding
        }
        let (report, parts) = try Self.parsed(run.answer)
        switch report.outcome {
        case .notInstalled:
            throw unavailable(
                task == .pdf ? "libpoppler-glib8 is not installed" : "libvips42 is not installed"
            )
        case .notConfined: throw unavailable("the process for it cannot be limited")
        default: return (report, parts)
        }
    }

    private func unavailable(_ why: String) -> AttachmentError {
        logger.error("files cannot be read", metadata: ["why": "\(why)"])
        return .readerUnavailable(why)
    }

    /// What a worker said: its report, and the bytes that it tells of.
    ///
    /// The file may have taken the process over, so that nothing of it is believed.
    static func parsed(_ answer: [UInt8]) throws -> (FileTaskReport, [[UInt8]]) {
        guard let end = answer.firstIndex(of: UInt8(ascii: "\n")) else {
            throw AttachmentError.readerUnavailable("the process for it said nothing")
        }
        let report = try JSONDecoder().decode(FileTaskReport.self, from: Data(answer[..<end]))
        let rest = answer[(end + 1)...]
        // Told apart: of numbers as large as can be the sum is none.
        guard (0...rest.count).contains(report.contentLength),
            report.thumbnailLength == rest.count - report.contentLength
        else { throw AttachmentError.readerUnavailable("the process for it said too little") }
        return (
            report, [Array(rest.prefix(report.contentLength)), Array(rest.dropFirst(report.contentLength))]
        )
    }
}
