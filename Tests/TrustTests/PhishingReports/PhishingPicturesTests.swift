import Base
import Storage
import TestSupport
import Testing

@testable import Trust

@Suite("Pictures of fakes")
struct PhishingPicturesTests {
    private let picture = WholePictures.signature + Array("a screenshot".utf8)

    @Test(
        "the same picture is one report, kept sealed until it is dismissed",
        arguments: TestDatabase.engines
    )
    func way(_ engine: Engine) async throws {
        try await ReportRooms.with(engine) { rooms in
            let first = try await rooms.reports.report(picture: picture, comment: "By SMS")
            let again = try await rooms.reports.report(picture: picture)
            #expect(first.kind == .picture && !first.isKnown && again.isKnown)
            #expect(first.subject == again.subject)
            let report = try await rooms.waiting()
            #expect(report.kind == .picture && report.count == 2)
            let found = try await rooms.reports.report(report.id)
            #expect(found.picture == .init(width: 1, height: 1))
            #expect(found.sightings.map(\.comment).contains("By SMS"))
            let shown = try await rooms.reports.picture(of: report.id)
            #expect(shown.content == picture)
            let kept = try await rooms.database.read { db in
                try db.value([UInt8].self, "SELECT sealed_content FROM phishing_picture")
            }
            let sealed = try #require(kept)
            #expect(sealed.firstRange(of: Array("a screenshot".utf8)) == nil)

            _ = try await rooms.reports.decide(
                report.id,
                .dismissed,
                note: "",
                expecting: .new,
                by: rooms.supervisor
            )
            // Nor is it kept when it comes again.
            _ = try await rooms.reports.report(picture: picture)
            await #expect(throws: PhishingReportError.notFound(report.id)) {
                try await rooms.reports.picture(of: report.id)
            }
        }
    }

    @Test("nothing that could be warned of is in a picture")
    func noWarning() async throws {
        try await ReportRooms.with(.sqlite) { rooms in
            _ = try await rooms.reports.report(picture: picture)
            let report = try await rooms.waiting()
            _ = try await rooms.reports.decide(
                report.id,
                .confirmed,
                note: "",
                expecting: .new,
                by: rooms.supervisor
            )
            let shown = try await rooms.reports.picture(of: report.id)
            #expect(shown.content == picture)
            await #expect(throws: PhishingReportError.nothingToName) {
                try await rooms.reports.warn(report.id, by: rooms.supervisor)
            }
        }
    }

    @Test("what is no picture or too large leaves nothing behind")
    func refused() async throws {
        try await ReportRooms.with(.sqlite) { rooms in
            await #expect(throws: PhishingReportError.noPicture) {
                try await rooms.reports.report(picture: Array("%PDF-1.7".utf8))
            }
            let large = picture + [UInt8](repeating: 0, count: PhishingPicture.largest)
            await #expect(throws: PhishingReportError.pictureTooLarge) {
                try await rooms.reports.report(picture: large)
            }
            let waiting = try await rooms.reports.list(.new, limit: 10).reports
            #expect(waiting.isEmpty)
        }
    }

    @Test("so many wait and no more")
    func full() async throws {
        try await ReportRooms.with(.sqlite) { rooms in
            for number in 0..<PhishingPicture.mostWaiting {
                _ = try await rooms.reports.report(picture: picture + Array("\(number)".utf8))
            }
            await #expect(throws: PhishingReportError.tooManyWaiting) {
                try await rooms.reports.report(picture: picture)
            }
            let counts = try await rooms.reports.counts()
            #expect(counts[.new] == PhishingPicture.mostWaiting)
        }
    }
}
