import Base
import Safeguard
package import Storage

/// Every statement about pictures of fakes.
struct PhishingPictureSQL {
    let db: Connection

    private static func field(_ report: ID<PhishingReport>) -> FieldName {
        FieldName("phishing_picture.sealed_content", row: report.bytes)
    }

    /// Keeps the picture of a report; one that is there stays.
    func insert(
        _ picture: PhishingPicture,
        of report: ID<PhishingReport>,
        at now: Instant
    ) throws(DatabaseError) {
        let sealed: [UInt8]
        do {
            sealed = try db.dataKey(of: .installation).seal(picture.content, as: Self.field(report))
        } catch let error as DatabaseError {
            throw error
        } catch {
            throw DatabaseError(.failed, "a picture could not be sealed")
        }
        try db.run(
            """
            INSERT INTO phishing_picture (phishing_report_id, media_type, width, height, sealed_content, created_at)
            VALUES (\(report), \(picture.mediaType), \(picture.width), \(picture.height), \(sealed), \(now))
            ON CONFLICT (phishing_report_id) DO NOTHING
            """
        )
    }

    /// The picture of a report; nil where it has none.
    func picture(of report: ID<PhishingReport>) throws -> PhishingPicture? {
        let kept = try db.first(
            PictureRow.self,
            """
            SELECT media_type, width, height, sealed_content FROM phishing_picture
            WHERE phishing_report_id = \(report)
            """
        )
        guard let kept, let key = try db.existingDataKey(of: .installation) else { return nil }
        return PhishingPicture(
            content: try key.open(kept.sealed, as: Self.field(report)),
            mediaType: kept.mediaType,
            width: kept.width,
            height: kept.height
        )
    }

    /// Its measures; nil where a report has none.
    func size(of report: ID<PhishingReport>) throws(DatabaseError) -> PhishingReport.PictureSize? {
        try db.first(
            PhishingReport.PictureSize.self,
            "SELECT width, height FROM phishing_picture WHERE phishing_report_id = \(report)"
        )
    }

    func delete(of report: ID<PhishingReport>) throws(DatabaseError) {
        try db.run("DELETE FROM phishing_picture WHERE phishing_report_id = \(report)")
    }

    /// How many pictures wait to be looked at.
    ///
    /// - Complexity: a range of `phishing_report_by_status`.
    func waiting() throws(DatabaseError) -> Int {
        try db.value(
            Int.self,
            "SELECT COUNT(*) FROM phishing_report WHERE status = 'new' AND kind = \(PhishingReport.Kind.picture)"
        ) ?? 0
    }
}

private struct PictureRow: RowDecodable {
    let mediaType: String
    let width: Int
    let height: Int
    let sealed: [UInt8]

    init(row: Row) throws(DatabaseError) {
        self.mediaType = try row.get("media_type")
        self.width = try row.get("width")
        self.height = try row.get("height")
        self.sealed = try row.get("sealed_content")
    }
}

extension PhishingReport.PictureSize: RowDecodable {
    package init(row: Row) throws(DatabaseError) {
        self.init(width: try row.get("width"), height: try row.get("height"))
    }
}
