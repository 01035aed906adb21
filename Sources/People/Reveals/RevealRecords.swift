import Base
import Storage

/// Who saw a customer's contact data and why, as personal records; erasing leaves them, without what was noted.
struct RevealRecords: PersonalRecords {
    private struct Document: Encodable {
        let field: String
        let reason: Reveal.Reason
        let happenedAt: Instant
        /// Nil for the person themself.
        let agent: ID<Agent>?
        /// Nil for the person themself, and where nothing was noted.
        let note: String?

        init(_ reveal: Reveal, for reader: ExportReader) {
            self.field = reveal.field
            self.reason = reveal.reason
            self.happenedAt = reveal.happenedAt
            self.agent = reader == .agent ? reveal.agent : nil
            self.note = reader == .agent && !reveal.note.isEmpty ? reveal.note : nil
        }
    }

    /// Reveals that are told, the newest of each of the customer's ids: more than anybody ever has.
    private static let most = 10_000

    private let database: any Database

    init(_ database: any Database) {
        self.database = database
    }

    func export(
        _ subject: DataSubject,
        for reader: ExportReader,
        to tell: (PersonalDocument) async throws -> Void
    ) async throws {
        let reveals = try await database.read { db in
            try subject.ids.flatMap { try RevealSQL(db: db).reveals(of: $0, limit: Self.most) }
        }
        guard !reveals.isEmpty else { return }
        let documents = reveals.sorted { $0.id < $1.id }.map { Document($0, for: reader) }
        try await tell(PersonalDocument("contact_reveals.json", json: documents))
    }

    /// The notes are sealed with the key that goes with the profile.
    func erase(_ subject: DataSubject, at now: Instant, in db: Connection) throws -> ErasureStep {
        ErasureStep(kept: [.contactReveals: try RevealSQL(db: db).count(of: subject.ids)], isDone: true)
    }
}
