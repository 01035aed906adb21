package import Base
package import People
package import Safeguard
package import Storage

/// Fakes that customers and agents tell of: taken in, looked at, and on the blocklist once they are confirmed.
package struct PhishingReports: Sendable {
    let database: any Database
    let channels: OfficialChannels
    let warnings: any PublicWarnings
    let pictures: any PictureCleaning
    let gate: SecretsGate
    let changes: WorkSignal
    let clock: any WallClock

    /// - Parameters:
    ///   - database: Where they are kept.
    ///   - channels: What is official is no fake.
    ///   - warnings: Where everybody is told of one.
    ///   - pictures: Makes of a file a picture that can be shown.
    ///   - gate: Hides what must not be stored.
    ///   - changes: Raised when the blocklist changes.
    ///   - clock: Tells the time.
    package init(
        _ database: any Database,
        channels: OfficialChannels,
        warnings: any PublicWarnings,
        pictures: any PictureCleaning,
        gate: SecretsGate,
        changes: WorkSignal = WorkSignal(),
        clock: any WallClock
    ) {
        self.database = database
        self.channels = channels
        self.warnings = warnings
        self.pictures = pictures
        self.gate = gate
        self.changes = changes
        self.clock = clock
    }

    /// Takes in what somebody was sent.
    ///
    /// - Parameters:
    ///   - text: The thing alone or a message with some in it; of a message of a conversation it may be empty.
    ///   - comment: Where and how it came; empty for none.
    ///   - source: Where the report comes from.
    ///   - customer: Who tells; nil for nobody that is known.
    /// - Returns: What was taken in, one for each thing in the text.
    /// - Throws: ``PhishingReportError``.
    package func report(
        _ text: String,
        comment: String = "",
        from source: PhishingReport.Source,
        by customer: Customer? = nil
    ) async throws -> [PhishingReport.Receipt] {
        let comment = try masked(comment: comment)
        guard gate.mask(text).kinds.isEmpty else { throw PhishingReportError.containsSecret }
        let now = clock.now
        let judged = try await judged(text, source, at: now)
        let sighting = Self.sighting(source, comment, at: now)
        return try await database.write { db in
            try judged.map { mark, found in
                let isKnown = try Self.take(mark, sighting, source, by: customer?.id, in: db)
                return PhishingReport.Receipt(
                    kind: mark.kind,
                    subject: mark.shown,
                    verdict: found.verdict,
                    reason: found.reason,
                    isKnown: isKnown
                )
            }
        }
    }

    /// A comment as it is kept.
    func masked(comment: String) throws(PhishingReportError) -> String {
        let comment = gate.mask(comment).text
        guard comment.count <= PhishingReport.longestComment else {
            throw .invalid(field: "comment", "\(PhishingReport.longestComment) characters at most")
        }
        return comment
    }

    /// Which of some keys are those of confirmed fakes.
    func confirmed(among keys: [String]) async throws -> Set<String> {
        guard !keys.isEmpty else { return [] }
        return try await database.read { db in try PhishingReportSQL(db: db).confirmed(among: keys) }
    }

    private func judged(
        _ text: String,
        _ source: PhishingReport.Source,
        at now: Instant
    ) async throws -> [(FakeMark, Verification)] {
        let verifier = ChannelVerifier(try await channels.all())
        let (marks, isOfficial) = try Self.marks(in: text, verifier, at: now)
        if !marks.isEmpty { return marks }
        // What an agent or a customer points at in a conversation is seen there.
        if case .conversation(let place, _) = source {
            let mark = FakeMark.message(place.conversation, place.seq, reference: place.reference)
            return [(mark, Verification(.text, .notListed))]
        }
        throw isOfficial ? PhishingReportError.official : .nothingToReport
    }

    private static func marks(
        in text: String,
        _ verifier: ChannelVerifier,
        at now: Instant
    ) throws -> (marks: [(FakeMark, Verification)], isOfficial: Bool) {
        guard !text.allSatisfy(\.isWhitespace) else { return ([], false) }
        // A message of a conversation may be longer than what is asked about; what counts stands in front.
        let value = try PastedValue(String(text.unicodeScalars.prefix(PhishingReport.longestValue)))
        var isOfficial = false
        var marks: [(FakeMark, Verification)] = []
        for content in value.contents where marks.count < PhishingReport.mostMarks {
            let found = verifier.verify(content, at: now)
            isOfficial = isOfficial || found.verdict == .official
            guard found.verdict != .official,
                let mark = FakeMark.all(in: content, isOurs: verifier.isOurs).first,
                !marks.contains(where: { $0.0.key == mark.key })
            else { continue }
            marks.append((mark, found))
        }
        return (marks, isOfficial)
    }

    private static func sighting(
        _ source: PhishingReport.Source,
        _ comment: String,
        at now: Instant
    ) -> PhishingReport.Sighting {
        switch source {
        case .page: .init(at: now, source: "page", place: nil, comment: comment)
        case .api: .init(at: now, source: "api", place: nil, comment: comment)
        case .conversation(let place, _):
            .init(at: now, source: "conversation", place: place, comment: comment)
        }
    }

    /// - Returns: Whether it was known before.
    static func take(
        _ mark: FakeMark,
        _ sighting: PhishingReport.Sighting,
        _ source: PhishingReport.Source,
        by customer: ID<Customer>?,
        in db: Connection
    ) throws -> Bool {
        let sql = PhishingReportSQL(db: db)
        let (report, isNew) = try sql.found(mark, at: sighting.at)
        if isNew, try sql.waiting() > PhishingReport.mostWaiting { throw PhishingReportError.tooManyWaiting }
        var agent: ID<Agent>?
        if case .conversation(_, let by) = source { agent = by }
        let isKept = report.count < PhishingReport.mostSightings
        if try !isKept || sql.insert(sighting, of: report.id, by: agent == nil ? customer : nil, agent) {
            try sql.count(report.id, at: sighting.at)
        }
        return !isNew
    }
}
