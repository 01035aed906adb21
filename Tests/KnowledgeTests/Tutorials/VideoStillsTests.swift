import Base
import Foundation
@testable import Knowledge
import People
import Storage
import TestSupport
import Testing
@testable import Web

@Suite("Pictures of a video's chapters")
struct VideoStillsTests {
    private static let name = VideoRoom.name
    private static let chapters =
        "WEBVTT\n\n00:00.000 --> 00:05.000\nStart\n\n00:05.500 --> 00:09.000\n<b>Tokens</b>\n"
    private static let other = "WEBVTT\n\n00:00.000 --> 00:07.000\n开始\n\n00:07.000 --> 00:09.000\n代币\n"

    private static func still(
        _ desk: VideoRoom,
        at second: Int,
        _ content: [UInt8] = [1]
    ) async throws -> Video {
        try await desk.videos.putStill(content, at: second, of: name, by: desk.room.editor, as: desk.actor)
    }

    @Test(
        "each chapter of any language has one, kept small and replaced by another",
        arguments: Engine.allCases
    )
    func brought(on engine: Engine) async throws {
        try await VideoRoom.with(engine) { desk in
            _ = try await desk.put(Self.chapters, .chapters)
            _ = try await desk.put(Self.other, .chapters, .simplifiedChinese)

            let video = try await Self.still(desk, at: 5)

            #expect(
                video.moments.map(\.titles) == [
                    ["en": "Start", "zh-CN": "开始"], ["en": "Tokens"], ["zh-CN": "代币"],
                ]
            )
            #expect(video.moments.map(\.second) == [0, 5, 7])
            #expect(video.moments.map { $0.still != nil } == [false, true, false])
            let still = try #require(video.still(at: 5))
            #expect((still.mediaType, still.width, still.height) == ("image/webp", 2, 1))
            #expect(try await desk.content(still) == [8, 1])

            let again = try #require(try await Self.still(desk, at: 5, [1, 2]).still(at: 5))
            _ = try await Self.still(desk, at: 0)
            try await desk.work()
            await #expect(throws: VideoError.fileNotFound) { try await desk.videos.file(still.id) }
            #expect(try await desk.content(again) == [8, 1, 2])
            #expect(try await Videos.digests(in: desk.room.scenario.database).count == 2)

            for (second, content, error) in [
                (6, [1], VideoError.chapterNotFound(6)), (5, [], .empty), (5, [2], .posterNotAccepted),
            ] as [(Int, [UInt8], VideoError)] {
                await #expect(throws: error) { try await Self.still(desk, at: second, content) }
            }
            let without = try await desk.videos.removeStill(
                at: 5,
                of: Self.name,
                by: desk.room.editor,
                as: desk.actor
            )
            #expect(without.moments.map { $0.still != nil } == [true, false, false])
            await #expect(throws: VideoError.fileNotFound) {
                try await desk.videos.removeStill(
                    at: 5,
                    of: Self.name,
                    by: desk.room.editor,
                    as: desk.actor
                )
            }
        }
    }

    @Test("a picture goes with the last chapter that begins there", arguments: Engine.allCases)
    func stale(on engine: Engine) async throws {
        try await VideoRoom.with(engine) { desk in
            _ = try await desk.put(Self.chapters, .chapters)
            _ = try await desk.put(Self.other, .chapters, .simplifiedChinese)
            for second in [0, 5, 7] { _ = try await Self.still(desk, at: second) }

            let changed = try await desk.put(Self.chapters, .chapters, .simplifiedChinese)
            #expect(changed.files.compactMap(\.second) == [0, 5])

            _ = try await desk.videos.remove(
                .chapters,
                in: .simplifiedChinese,
                of: Self.name,
                by: desk.room.editor,
                as: desk.actor
            )
            let none = try await desk.videos.remove(
                .chapters,
                in: .english,
                of: Self.name,
                by: desk.room.editor,
                as: desk.actor
            )
            #expect(none.files.compactMap(\.second).isEmpty)
            try await desk.work()
            #expect(try await Videos.digests(in: desk.room.scenario.database).isEmpty)
        }
    }

    @Test("the list of chapters shows them, and is as before without", arguments: Engine.allCases)
    func shown(on engine: Engine) async throws {
        try await VideoRoom.with(engine) { desk in
            _ = try await desk.bring(SmallFilms.mp4())
            let bare = try await desk.put(Self.chapters, .chapters)
            let plain = try #require(VideoFigure(bare, in: .english)).html.markup
            #expect(plain.contains("<ol class=\"video__list\" role=\"list\">"))
            #expect(!plain.contains("video__still"))

            let video = try await Self.still(desk, at: 5)

            let html = try #require(VideoFigure(video, in: .english)).html.markup
            let still = try #require(video.still(at: 5))
            #expect(html.contains("<ol class=\"video__list video__list--pictured\" role=\"list\">"))
            #expect(
                html.contains(
                    "<img class=\"video__still\" src=\"\(still.address)\" alt=\"\" loading=\"lazy\" width=\"2\" height=\"1\">"
                )
            )
            #expect(html.contains("<span class=\"video__still\"></span><time datetime=\"PT0S\">"))

            let translation = Article.Translation(
                locale: .english,
                title: "",
                summary: "",
                keywords: [],
                body: "",
                updatedAt: Instant(milliseconds: 0)
            )
            let site = try #require(SiteOrigin("https://help.example"))
            let told = StructuredData(site: site, brand: "Example").video(
                video,
                in: translation,
                at: "/help/x"
            )
            let clips = told?.members?["hasPart"]?.values?.compactMap(\.members) ?? []
            #expect(clips.map { $0["thumbnailUrl"] } == [nil, .text("https://help.example\(still.address)")])
        }
    }
}
