import Base
@testable import Knowledge
import People
import Storage
import TestSupport
import Testing

@Suite("Videos")
struct VideosTests {
    private static let name = VideoRoom.name
    private static let captions = """
        WEBVTT

        00:00.000 --> 00:04.000
        Welcome to the wallet.

        00:05.000 --> 00:09.000
        Never send Zirconium tokens here.
        """
    private static let chapters =
        "WEBVTT\n\n00:00.000 --> 00:05.000\nStart\n\n00:05.000 --> 00:09.000\nTokens\n"

    @Test(
        "a film is kept in pieces, sealed, and read from any byte; a new one takes its place",
        arguments: Engine.allCases,
        TestBlobs.all
    )
    func films(on engine: Engine, in kind: TestBlobs) async throws {
        try await VideoRoom.with(engine, kind) { desk in
            let film = SmallFilms.mp4(content: 2 * Videos.piece + 12_345)

            let first = try #require(try await desk.bring(film).film)

            #expect(first.sizeInBytes == film.count)
            #expect((first.mediaType, first.milliseconds) == ("video/mp4", 2_500))
            #expect(try await desk.content(first) == film)
            let middle = try await desk.videos.content(of: first, from: Videos.piece + 7)
            #expect(middle.starts(with: film[(Videos.piece + 7)...].prefix(100)))
            let digests = try await Videos.digests(in: desk.room.scenario.database)
            #expect(digests.count == 3)
            #expect(try await desk.blobs.content(of: digests[0]).count == Videos.piece + 29)

            let other = try #require(try await desk.bring(SmallFilms.webM()).film)
            try await desk.work()

            // Whoever watches the first sees it to its end.
            #expect(try await desk.videos.file(first.id).video == Self.name)
            #expect(try await desk.content(first) == film)
            desk.room.scenario.clock.advance(by: RemoveVideoFileJob.longestWatching)
            try await desk.work()

            #expect(other.mediaType == "video/webm")
            #expect(try await desk.blobs.missing(digests).count == 3)
            await #expect(throws: VideoError.fileNotFound) { try await desk.videos.file(first.id) }
            #expect(try await desk.videos.file(other.id).video == Self.name)
        }
    }

    @Test("what is refused, or breaks off, leaves nothing behind", arguments: Engine.allCases)
    func refused(on engine: Engine) async throws {
        try await VideoRoom.with(engine, limitInBytes: Videos.piece + 1_000) { desk in
            let large = SmallFilms.mp4(content: Videos.piece + 1_000)
            let limit = VideoError.tooLarge(limitInBytes: Videos.piece + 1_000)
            await #expect(throws: limit) { try await desk.bring(large) }
            // Who does not say how much comes is stopped when it is too much.
            await #expect(throws: limit) {
                try await desk.videos.putFilm(
                    VideoRoom.Pieces(bytes: large, size: 60_000),
                    size: nil,
                    of: Self.name,
                    by: desk.room.editor,
                    as: desk.actor
                )
            }
            await #expect(throws: VideoError.notAccepted(.notAVideo)) {
                try await desk.bring(Array(repeating: 65, count: 40))
            }
            await #expect(throws: VideoError.empty) { try await desk.bring([]) }
            await #expect(throws: VideoRoom.Pieces.Lost.self) {
                try await desk.videos.putFilm(
                    VideoRoom.Pieces(
                        bytes: SmallFilms.mp4(content: Videos.piece),
                        size: 60_000,
                        isBroken: true
                    ),
                    size: nil,
                    of: Self.name,
                    by: desk.room.editor,
                    as: desk.actor
                )
            }
            #expect(try await desk.videos.detail(Self.name).video.film == nil)
            #expect(try await Videos.digests(in: desk.room.scenario.database).isEmpty)
            let left = try await desk.room.scenario.database.read { db in
                (
                    try db.value(Int.self, "SELECT COUNT(*) FROM video_file"),
                    try db.value(Int.self, "SELECT COUNT(*) FROM data_key WHERE kind = 'vid'")
                )
            }
            #expect(left.0 == 0)
            #expect(left.1 == 0)
        }
    }

    @Test("of two who save at once the second is told; titles have to be some", arguments: Engine.allCases)
    func titles(on engine: Engine) async throws {
        try await VideoRoom.with(engine) { desk in
            func save(_ titles: [String: String], _ revision: Int) async throws -> Video {
                try await desk.videos.save(
                    Self.name,
                    titles,
                    from: revision,
                    by: desk.room.editor,
                    as: desk.actor
                )
            }
            let first = try await desk.videos.detail(Self.name).video
            #expect(first.titles == ["en": "Withdraw bitcoin", "zh-CN": "提取比特币"])
            await #expect(throws: VideoError.changedMeanwhile(revision: 1)) { try await save(["en": "a"], 0) }
            for titles in [
                [:], ["en": " "], ["?": "a"], ["en": "a\nb"], ["en": String(repeating: "a", count: 161)],
            ]
                as [[String: String]]
            {
                await #expect(throws: VideoError.self) { try await save(titles, 1) }
            }
            let second = try await save(["en": "Take bitcoin out"], 1)
            #expect(second.revision == 2)
        }
    }

    @Test(
        "captions and chapters are one a language, and told with their line where they are wrong",
        arguments: Engine.allCases
    )
    func texts(on engine: Engine) async throws {
        try await VideoRoom.with(engine) { desk in
            await #expect(throws: VideoError.textMalformed(.timesMissing(line: 3))) {
                try await desk.put("WEBVTT\n\nno times\n", .captions)
            }
            _ = try await desk.put(Self.captions, .captions, .simplifiedChinese)
            let first = try await desk.put(Self.captions, .captions)
            let again = try await desk.put(Self.chapters, .captions)

            #expect(again.texts(.captions).map(\.locale) == [.english, .simplifiedChinese])
            #expect(first.texts(.captions).map(\.id) != again.texts(.captions).map(\.id))
            let file = try #require(again.texts(.captions).first)
            let kept = try WebVTT(Array(Self.chapters.utf8)).file
            #expect(try await desk.content(file) == Array(kept.utf8))
            let gone = try await desk.videos.remove(
                .captions,
                in: .english,
                of: Self.name,
                by: desk.room.editor,
                as: desk.actor
            )
            #expect(gone.texts(.captions).map(\.locale) == [.simplifiedChinese])
            await #expect(throws: VideoError.fileNotFound) {
                try await desk.videos.remove(.poster, of: Self.name, by: desk.room.editor, as: desk.actor)
            }
            await #expect(throws: VideoError.posterNotAccepted) {
                try await desk.videos.putPoster([2], of: Self.name, by: desk.room.editor, as: desk.actor)
            }
            let posted = try await desk.videos.putPoster(
                [1, 2, 3],
                of: Self.name,
                by: desk.room.editor,
                as: desk.actor
            )
            let poster = try #require(posted.poster)
            #expect(try await desk.content(poster) == [1, 2, 3])
        }
    }

    @Test(
        "an article shows a video that there is, is found by what is said in it, and holds it",
        arguments: Engine.allCases
    )
    func shown(on engine: Engine) async throws {
        try await VideoRoom.with(engine) { desk in
            let room = desk.room
            let body = "Look:\n\n:::video withdraw-bitcoin\n\n## Steps\n\nPress it."
            try await room.save(AuthoringRoom.text("Withdraw", body))
            // It has no film yet.
            await #expect(
                throws: AuthoringError.notReady([.init(kind: .videoUnknown, name: "withdraw-bitcoin")])
            ) {
                try await room.publish()
            }
            _ = try await desk.bring(SmallFilms.mp4())
            try await room.publish()
            #expect(
                room.search.search(for: .everybody).search("zirconium", locale: .english, limit: 5).hits
                    .isEmpty
            )

            _ = try await desk.put(Self.captions, .captions)
            _ = try await desk.put(Self.chapters, .chapters)

            let found = room.search.search(for: .everybody).search(
                "zirconium tokens",
                locale: .english,
                limit: 5
            )
            #expect(found.hits.map(\.url) == ["/help/late-deposit#video_withdraw-bitcoin_5"])
            let article = try await room.articles.article(AuthoringRoom.slug, for: .everybody)
            let translation = try #require(article.translation(for: .english))
            #expect(translation.videos.map(\.name) == [Self.name])
            let figure = try #require(translation.videoFigures[Self.name]?.markup)
            #expect(figure.contains("<track kind=\"captions\""))
            #expect(figure.contains("id=\"video_withdraw-bitcoin_5\""))
            #expect(try await desk.videos.detail(Self.name).uses.map(\.slug) == [AuthoringRoom.slug])
            await #expect(throws: VideoError.inUse("withdraw-bitcoin", uses: ["/help/late-deposit (en)"])) {
                try await desk.videos.remove(Self.name, as: desk.actor)
            }

            _ = try await room.authoring.archive(
                room.id,
                in: .english,
                from: try await room.text().revision,
                by: room.editor
            )
            let former = try #require(try await desk.videos.detail(Self.name).video.film)
            _ = try await desk.bring(SmallFilms.webM())
            try await desk.videos.remove(Self.name, as: desk.actor)
            await #expect(throws: VideoError.fileNotFound) { try await desk.videos.file(former.id) }
            try await desk.work()

            #expect(try await Videos.digests(in: room.scenario.database).isEmpty)
            #expect(try await desk.videos.all().isEmpty)
        }
    }

    @Test(
        "a video stays that a draft alone shows, by a snippet, until it is published",
        arguments: Engine.allCases
    )
    func drafts(on engine: Engine) async throws {
        try await VideoRoom.with(engine) { desk in
            let room = desk.room
            _ = try await desk.bring(SmallFilms.mp4())
            _ = try await Snippets(room.articles).save(
                SmallHelpCentre.slug("film"),
                .snippet,
                ["*": "Look:\n\n:::video withdraw-bitcoin"],
                from: 0,
                by: room.editor,
                as: room.editor.acting()
            )
            try await room.save(AuthoringRoom.text("Withdraw", "{{snippet:film}}"))
            #expect(try await desk.videos.detail(Self.name).uses.map(\.isLive) == [false])
            try await room.publish(at: room.scenario.clock.now + .seconds(3600))
            await #expect(throws: VideoError.inUse("withdraw-bitcoin", uses: ["/help/late-deposit (en)"])) {
                try await desk.videos.remove(Self.name, as: desk.actor)
            }
            room.scenario.clock.advance(by: .seconds(3601))
            try await room.runJobs()
            #expect(try await desk.videos.detail(Self.name).uses.map(\.isLive) == [true])
        }
    }

    @Test("a film whose upload never ended is removed by its job", arguments: Engine.allCases)
    func abandoned(on engine: Engine) async throws {
        try await VideoRoom.with(engine) { desk in
            let file = VideoFile(
                id: ID(at: desk.room.scenario.clock.now),
                role: .film,
                locale: nil,
                mediaType: "",
                sizeInBytes: 0,
                width: nil,
                height: nil,
                milliseconds: nil,
                content: nil,
                createdAt: desk.room.scenario.clock.now
            )
            let digest = try await desk.blobs.store([1, 2, 3])
            try await desk.room.scenario.database.write { db in
                try VideoSQL(db: db).insert(file, of: nil)
                try VideoSQL(db: db).insert(.init(startsAt: 0, size: 3, digest: digest), of: file.id)
            }
            await #expect(throws: VideoError.fileNotFound) { try await desk.videos.file(file.id) }

            try await desk.videos.removeUnnamed(file.id)
            // A job may run again.
            try await desk.videos.removeUnnamed(file.id)

            #expect(try await desk.blobs.missing([digest]) == [digest])
            #expect(try await Videos.digests(in: desk.room.scenario.database).isEmpty)
        }
    }
}
