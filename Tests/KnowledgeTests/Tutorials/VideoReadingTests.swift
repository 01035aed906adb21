@testable import Knowledge
import Testing

@Suite("What a video is, by its tables")
struct VideoReadingTests {
    private static func facts(_ bytes: [UInt8], piece: Int = 100_000) throws(VideoFlaw) -> VideoFacts {
        var reading = VideoReading()
        var rest = bytes[...]
        while !rest.isEmpty {
            try reading.read(Array(rest.prefix(piece)))
            rest = rest.dropFirst(piece)
        }
        return try reading.facts()
    }

    @Test(
        "an MP4, wherever its tables stand and in whatever pieces it comes",
        arguments: [1, 7, 100_000],
        [false, true]
    )
    func mp4(_ piece: Int, _ tablesFirst: Bool) throws {
        let facts = try Self.facts(SmallFilms.mp4(tablesFirst: tablesFirst), piece: piece)

        #expect(facts == VideoFacts(mediaType: "video/mp4", milliseconds: 2_500, width: 640, height: 360))
    }

    @Test("a film that a telephone turned is as it is shown")
    func turned() throws {
        let facts = try Self.facts(SmallFilms.mp4(isTurned: true))

        #expect((facts.width, facts.height) == (360, 640))
    }

    @Test("a WebM, in whatever pieces it comes", arguments: [1, 7, 100_000])
    func webM(_ piece: Int) throws {
        let facts = try Self.facts(SmallFilms.webM(), piece: piece)

        #expect(facts == VideoFacts(mediaType: "video/webm", milliseconds: 2_500, width: 64, height: 48))
    }

    @Test(
        "what browsers do not play is refused by what it is",
        arguments: [
            ([], VideoFlaw.notAVideo), (Array("ID3 a song that is no film".utf8), .notAVideo),
            (Array("<html><video></video></html>".utf8), .notAVideo),
            (SmallFilms.webM(kind: "matroska"), .notAVideo),
            (SmallFilms.mp4(picture: "hvc1"), .codec("hvc1")),
            (SmallFilms.mp4(sound: "ac-3"), .codec("ac-3")),
            (SmallFilms.mp4(picture: nil), .noPicture),
            (SmallFilms.webM(codec: "V_MPEG4/ISO/AVC"), .codec("V_MPEG4/ISO/AVC")),
            (SmallFilms.webM(sound: "A_AAC"), .codec("A_AAC")),
        ]
    )
    func refused(_ bytes: [UInt8], _ flaw: VideoFlaw) {
        #expect(throws: flaw) { try Self.facts(bytes) }
    }

    @Test("a file that was not copied whole is told, wherever it ends", arguments: [13, 30, 60, 100, 200])
    func truncated(_ missing: Int) {
        for film in [SmallFilms.mp4(), SmallFilms.webM()] {
            #expect(throws: VideoFlaw.truncated) {
                try Self.facts(Array(film.dropLast(min(missing, film.count - 40))))
            }
        }
    }

    @Test("tables of no sensible size are not kept")
    func tables() {
        let head = Array(SmallFilms.mp4().prefix(24))
        #expect(throws: VideoFlaw.tablesTooLarge) {
            try Self.facts(head + [0x7F, 0, 0, 0] + Array("moov".utf8) + Array(repeating: 0, count: 100))
        }
        #expect(throws: VideoFlaw.unreadable) {
            try Self.facts(head + [0, 0, 0, 3] + Array("moov".utf8) + Array(repeating: 0, count: 100))
        }
    }
}
