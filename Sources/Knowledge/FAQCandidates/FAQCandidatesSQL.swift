import Base
import People
import Safeguard
import Storage

/// Every statement about what customers ask in conversations.
struct FAQCandidatesSQL {
    fileprivate static let wordingField = FieldName("faq_candidate.sealed_wording")
    fileprivate static let dismissalField = FieldName("faq_dismissal.sealed_wording")

    let db: Connection

    // MARK: - Candidates

    /// All that nobody dismissed, the most asked first; ``FAQCandidates/mostKept`` at most.
    func candidates(at now: Instant) throws(DatabaseError) -> [FAQCandidate] {
        try db.all(
            FAQCandidate.self,
            """
            SELECT id, locale, sealed_wording, asked, answered, by_person, languages FROM faq_candidate
            WHERE NOT EXISTS (
                SELECT 1 FROM faq_dismissal WHERE hidden_until > \(now)
                    AND (candidate_id = faq_candidate.id OR candidate_id = faq_candidate.dismissed_id)
            )
            ORDER BY asked DESC, id
            """
        )
    }

    func candidate(_ id: ID<FAQCandidate>) throws(DatabaseError) -> FAQCandidate? {
        try db.first(
            FAQCandidate.self,
            """
            SELECT id, locale, sealed_wording, asked, answered, by_person, languages FROM faq_candidate
            WHERE id = \(id)
            """
        )
    }

    /// Puts what was found in the place of what there was.
    func replace(with found: [FAQFinding.Found]) throws(DatabaseError) {
        try db.run("DELETE FROM faq_candidate")
        for one in found {
            let languages = one.languages.map { FAQCandidate.Language(locale: $0.key, asked: $0.value) }
                .sorted { ($1.asked, $0.locale.rawValue) < ($0.asked, $1.locale.rawValue) }
            let sealed = try db.seal(one.wording, of: .installation, as: Self.wordingField)
            try db.run(
                """
                INSERT INTO faq_candidate (id, locale, sealed_wording, asked, answered, by_person, languages, dismissed_id)
                VALUES (\(try id(of: one.wording)), \(one.locale), \(sealed), \(one.asked), \(one.answered),
                    \(one.byPerson), \(JSONColumn(languages)), \(one.dismissed))
                ON CONFLICT (id) DO NOTHING
                """
            )
        }
    }

    /// The same words have the same id, day by day.
    private func id(of wording: String) throws(DatabaseError) -> ID<FAQCandidate> {
        let hash = try db.dataKey(of: .installation).fingerprint(wording, as: Self.wordingField)
        return ID(bytes: Array(hash.prefix(16))) ?? ID(at: Instant(milliseconds: 0))
    }

    // MARK: - What nobody wants to see

    struct Dismissal: RowDecodable {
        let candidate: ID<FAQCandidate>
        /// Nil where the key is gone.
        let wording: String?

        init(row: Row) throws(DatabaseError) {
            self.candidate = try row.get("candidate_id")
            self.wording = try row.opened(
                "sealed_wording",
                of: .installation,
                as: FAQCandidatesSQL.dismissalField
            )
        }
    }

    /// Those that hold, the last to end first.
    func dismissals(at now: Instant) throws(DatabaseError) -> [Dismissal] {
        try db.all(
            Dismissal.self,
            """
            SELECT candidate_id, sealed_wording FROM faq_dismissal WHERE hidden_until > \(now)
            ORDER BY hidden_until DESC, candidate_id LIMIT \(FAQCandidates.mostDismissed)
            """
        )
    }

    func dismiss(_ candidate: FAQCandidate, until moment: Instant, by agent: ID<Agent>) throws(DatabaseError)
    {
        let sealed = try db.seal(candidate.wording, of: .installation, as: Self.dismissalField)
        try db.run(
            """
            INSERT INTO faq_dismissal (candidate_id, sealed_wording, hidden_until, agent_id)
            VALUES (\(candidate.id), \(sealed), \(moment), \(agent))
            ON CONFLICT (candidate_id) DO UPDATE SET hidden_until = excluded.hidden_until, agent_id = excluded.agent_id
            """
        )
    }

    /// - Returns: How many there were.
    func restore(_ id: ID<FAQCandidate>) throws(DatabaseError) -> Int {
        try db.run(
            """
            DELETE FROM faq_dismissal WHERE candidate_id = \(id)
                OR candidate_id = (SELECT dismissed_id FROM faq_candidate WHERE id = \(id))
            """
        )
    }

    func forgetDismissals(endedBy now: Instant) throws(DatabaseError) {
        try db.run("DELETE FROM faq_dismissal WHERE hidden_until <= \(now)")
    }

    // MARK: - Rounds

    private struct RoundRow: RowDecodable {
        let wantedAt: Instant?
        let begunAt: Instant?
        let endedAt: Instant?
        let since: Instant?
        let conversations: Int
        let unspoken: Int

        init(row: Row) throws(DatabaseError) {
            self.wantedAt = try row.get("wanted_at")
            self.begunAt = try row.get("begun_at")
            self.endedAt = try row.get("ended_at")
            self.since = try row.get("since")
            self.conversations = try row.get("conversations")
            self.unspoken = try row.get("unspoken")
        }

        /// Whether somebody reads, and has not taken too long for it.
        func isRunning(at now: Instant) -> Bool {
            guard let begunAt, begunAt > now - FAQCandidates.lease else { return false }
            return endedAt.map { $0 < begunAt } ?? true
        }
    }

    private func row() throws(DatabaseError) -> RoundRow? {
        try db.first(
            RoundRow.self,
            "SELECT wanted_at, begun_at, ended_at, since, conversations, unspoken FROM faq_round WHERE id = 1"
        )
    }

    func round(at now: Instant) throws(DatabaseError) -> FAQRound {
        guard let row = try row() else { return FAQRound() }
        return FAQRound(
            countedAt: row.endedAt,
            conversations: row.conversations,
            since: row.since,
            unspoken: row.unspoken,
            isUnderWay: row.wantedAt != nil || row.isRunning(at: now)
        )
    }

    /// Whether a round should begin: one is wanted, the last is a day ago, or whoever began it does not come back.
    ///
    /// - `isDaily`: Whether also what nobody asked for.
    func isDue(at now: Instant, isDaily: Bool) throws(DatabaseError) -> Bool {
        guard let row = try row(), !row.isRunning(at: now) else { return false }
        if row.wantedAt != nil { return true }
        guard let begunAt = row.begunAt else { return isDaily }
        let hasFailed = row.endedAt.map { $0 < begunAt } ?? true
        return hasFailed || isDaily && begunAt <= now - FAQCandidates.pause
    }

    func want(at now: Instant) throws(DatabaseError) {
        try db.run("UPDATE faq_round SET wanted_at = \(now) WHERE id = 1")
    }

    /// Takes a round that is due, unless another node has taken it.
    func begin(at now: Instant) throws(DatabaseError) -> Bool {
        try db.run(
            """
            UPDATE faq_round SET begun_at = \(now), wanted_at = NULL WHERE id = 1
                AND (begun_at IS NULL OR begun_at < \(now))
                AND (wanted_at IS NOT NULL OR begun_at IS NULL OR begun_at <= \(now - FAQCandidates.pause)
                    OR ended_at IS NULL OR ended_at < begun_at)
                AND NOT (begun_at IS NOT NULL AND begun_at > \(now - FAQCandidates.lease)
                    AND (ended_at IS NULL OR ended_at < begun_at))
            """
        ) > 0
    }

    /// - Returns: Whether it was still this node's.
    func end(_ begun: Instant, _ round: FAQRound, at now: Instant) throws(DatabaseError) -> Bool {
        try db.run(
            """
            UPDATE faq_round SET ended_at = \(now), since = \(round.since), conversations = \(round.conversations),
                unspoken = \(round.unspoken)
            WHERE id = 1 AND begun_at = \(begun)
            """
        ) > 0
    }

    // MARK: - Articles

    /// The ids of articles by their addresses.
    func articles(_ slugs: Set<Slug>) throws(DatabaseError) -> [Slug: ID<Article>] {
        guard !slugs.isEmpty else { return [:] }
        var found: [Slug: ID<Article>] = [:]
        let named = slugs.sorted { $0.rawValue < $1.rawValue }
        for row in try db.rows("SELECT id, slug FROM article WHERE slug IN (\(list: named))") {
            let slug: Slug = try row.get("slug")
            found[slug] = try row.get("id")
        }
        return found
    }
}

extension FAQCandidate: RowDecodable {
    init(row: Row) throws(DatabaseError) {
        self.id = try row.get("id")
        self.wording =
            try row.opened("sealed_wording", of: .installation, as: FAQCandidatesSQL.wordingField) ?? ""
        self.locale = try row.get("locale")
        self.asked = try row.get("asked")
        self.answered = try row.get("answered")
        self.byPerson = try row.get("by_person")
        self.languages = try row.get("languages", as: JSONColumn<[Language]>.self).value
    }
}
