import Base
import Foundation
@testable import Knowledge
import Logging
import People
import Storage
import TestSupport
import Testing

/// A room with a video that has all its files.
struct VideoRoom: Sendable {
    static let name = SmallHelpCentre.slug("withdraw-bitcoin")

    let room: AuthoringRoom
    let videos: Videos
    let blobs: any Blobs

    var actor: AuditActor { room.editor.acting() }

    func bring(_ film: [UInt8], in piece: Int = 50_000) async throws -> Video {
        try await videos.putFilm(
            Pieces(bytes: film, size: piece),
            size: film.count,
            of: Self.name,
            by: room.editor,
            as: actor
        )
    }

    func put(
        _ text: String,
        _ role: VideoFile.Role,
        _ locale: LocaleCode = .english
    ) async throws -> Video {
        try await videos.put(
            Array(text.utf8),
            as: role,
            in: locale,
            of: Self.name,
            by: room.editor,
            as: actor
        )
    }

    func content(_ file: VideoFile) async throws -> [UInt8] {
        var content: [UInt8] = []
        while content.count < file.sizeInBytes {
            content += try await videos.content(of: file, from: content.count)
        }
        return content
    }

    /// What the jobs do that are due.
    func work() async throws {
        let runner = JobRunner(
            room.scenario.database,
            handlers: [RemoveVideoFileJob.handler(videos)],
            signal: room.scenario.jobSignal,
            clock: room.scenario.clock,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        while try await runner.runDue() > 0 {}
    }

    /// A film as it comes.
    struct Pieces: AsyncSequence {
        let bytes: [UInt8]
        let size: Int
        var isBroken = false

        struct Lost: Error {}

        func makeAsyncIterator() -> AsyncThrowingStream<[UInt8], any Error>.Iterator {
            let (bytes, size, isBroken) = (bytes, size, isBroken)
            return AsyncThrowingStream<[UInt8], any Error> { stream in
                for start in stride(from: 0, to: bytes.count, by: size) {
                    stream.yield(Array(bytes[start..<Swift.min(start + size, bytes.count)]))
                }
                stream.finish(throwing: isBroken ? Lost() : nil)
            }.makeAsyncIterator()
        }
    }

    private struct Posters: PictureReading {
        func read(_ content: [UInt8]) async throws -> ReadPicture {
            guard content.first == 1 else { throw PictureError.notAccepted("text/plain") }
            let small = ReadPicture.Small(content: [8] + content, width: 2)
            return ReadPicture(content: content, mediaType: "image/png", width: 4, height: 3, small: small)
        }
    }

    static func with(
        _ engine: Engine,
        _ kind: TestBlobs = .folder,
        limitInBytes: Int = 8 * 1_048_576,
        _ body: @escaping @Sendable (VideoRoom) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "videos-\(UUID().uuidString)")
        // Where there is none, nothing was kept.
        defer { try? FileManager.default.removeItem(at: folder) }
        let blobs: any Blobs
        switch kind {
        case .folder: blobs = try FolderBlobs(folder: folder)
        case .bucket:
            let store = try #require(TestBlobs.store)
            blobs = S3Blobs(
                try TestBlobs.location(store),
                keys: store.keys,
                patience: TestBlobs.patient
            )
        }
        try await AuthoringRoom.with(engine) { room in
            let videos = Videos(
                room.articles,
                blobs: blobs,
                posters: Posters(),
                jobs: Jobs(clock: room.scenario.clock, signal: room.scenario.jobSignal),
                limitInBytes: limitInBytes
            )
            _ = try await videos.save(
                name,
                ["en": "Withdraw bitcoin", "zh-CN": " 提取比特币 ", "ja": ""],
                from: 0,
                by: room.editor,
                as: room.editor.acting()
            )
            try await body(VideoRoom(room: room, videos: videos, blobs: blobs))
        }
    }
}
