import Base
import Foundation
@testable import Knowledge
import Logging
import People
import Storage
import TestSupport
import Testing

/// A room where pictures are brought; a file that begins with 1 is a picture, 2 one that moves, 3 one without a small copy.
struct PictureRoom: Sendable {
    let room: AuthoringRoom
    let pictures: Pictures
    let blobs: any Blobs

    var actor: AuditActor { room.editor.acting() }

    func add(
        _ content: [UInt8] = [1],
        called name: String = "Withdraw form.png",
        showing alt: String = "The form, with the network chosen",
        in locale: LocaleCode = .english
    ) async throws -> (picture: Picture, isNew: Bool) {
        try await pictures.add(content, called: name, showing: alt, in: locale, by: room.editor, as: actor)
    }

    /// What the jobs do that are due.
    func work() async throws {
        let runner = JobRunner(
            room.scenario.database,
            handlers: [RemovePictureFileJob.handler(pictures)],
            signal: room.scenario.jobSignal,
            clock: room.scenario.clock,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        while try await runner.runDue() > 0 {}
    }

    private struct Reading: PictureReading {
        func read(_ content: [UInt8]) async throws -> ReadPicture {
            guard let kind = content.first, (1...3).contains(kind) else {
                throw PictureError.notAccepted("image/svg+xml")
            }
            return ReadPicture(
                content: [9] + content,
                mediaType: kind == 2 ? "image/gif" : "image/png",
                width: 1_280,
                height: 800,
                moves: kind == 2,
                small: kind == 3 ? nil : ReadPicture.Small(content: [8] + content, width: 640)
            )
        }
    }

    static func with(
        _ engine: Engine,
        _ body: @escaping @Sendable (PictureRoom) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "pictures-\(UUID().uuidString)")
        // Where there is none, nothing was kept.
        defer { try? FileManager.default.removeItem(at: folder) }
        let blobs = try FolderBlobs(folder: folder)
        try await AuthoringRoom.with(engine) { room in
            let pictures = Pictures(
                room.articles,
                blobs: blobs,
                reading: Reading(),
                jobs: Jobs(clock: room.scenario.clock, signal: room.scenario.jobSignal)
            )
            try await body(PictureRoom(room: room, pictures: pictures, blobs: blobs))
        }
    }
}
