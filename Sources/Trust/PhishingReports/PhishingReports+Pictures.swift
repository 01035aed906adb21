package import Base
package import People
import Storage

/// Fakes that are told of by a picture, a screenshot for one, from whoever has it.
extension PhishingReports {
    /// Takes in a picture; the same picture is one report.
    ///
    /// - Parameters:
    ///   - content: The file, ``PhishingPicture/largest`` at most.
    ///   - comment: Where and how it came; empty for none.
    ///   - customer: Who tells; nil for nobody that is known.
    /// - Returns: What was taken in.
    /// - Throws: ``PhishingReportError``, and what is wrong with the file.
    package func report(
        picture content: [UInt8],
        comment: String = "",
        by customer: Customer? = nil
    ) async throws -> PhishingReport.Receipt {
        guard content.count <= PhishingPicture.largest else { throw PhishingReportError.pictureTooLarge }
        let comment = try masked(comment: comment)
        // Before a process is started for it.
        try await database.read { db in try Self.checkRoom(in: db) }
        let picture = try await pictures.cleaned(content)
        guard picture.content.count <= PhishingPicture.largest else {
            throw PhishingReportError.pictureTooLarge
        }
        let mark = FakeMark.picture(picture.content)
        let now = clock.now
        let sighting = PhishingReport.Sighting(at: now, source: "page", place: nil, comment: comment)
        let isKnown = try await database.write { db in
            let isKnown = try Self.take(mark, sighting, .page, by: customer?.id, in: db)
            guard let report = try PhishingReportSQL(db: db).report(key: mark.key) else { return isKnown }
            if !isKnown { try Self.checkRoom(in: db, besides: 1) }
            // Of one that was dismissed nothing is kept again.
            if report.status != .dismissed {
                try PhishingPictureSQL(db: db).insert(picture, of: report.id, at: now)
            }
            return isKnown
        }
        return PhishingReport.Receipt(
            kind: mark.kind,
            subject: mark.shown,
            verdict: .unknown,
            reason: .notListed,
            isKnown: isKnown
        )
    }

    /// The picture of a report.
    ///
    /// - Throws: ``PhishingReportError/notFound(_:)`` when it has none.
    package func picture(of id: ID<PhishingReport>) async throws -> PhishingPicture {
        guard let picture = try await database.read({ db in try PhishingPictureSQL(db: db).picture(of: id) })
        else { throw PhishingReportError.notFound(id) }
        return picture
    }

    private static func checkRoom(in db: Connection, besides own: Int = 0) throws {
        guard try PhishingPictureSQL(db: db).waiting() - own < PhishingPicture.mostWaiting else {
            throw PhishingReportError.tooManyWaiting
        }
    }
}
