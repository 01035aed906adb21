import Base

// What becomes of an announcement at the desk: pure.

extension Announcement {
    /// - Throws: ``AnnouncementError/changedMeanwhile(current:)`` where it is another one than was looked at.
    func expect(_ revision: Int) throws {
        guard revision == self.revision else {
            let current = String(
                decoding: try WireJSON.encode(AnnouncementDeskView(self)),
                as: UTF8.self
            )
            throw AnnouncementError.changedMeanwhile(current: current)
        }
    }

    /// Takes an event, off any time that it waited for; on a throw it is unchanged.
    mutating func move(by event: AnnouncementStage.Event, at now: Instant) throws(AnnouncementError) {
        stage = try stage.after(event)
        revision += 1
        changedAt = now
        publishAt = nil
    }

    /// Readers see it from now on: news is as old as that.
    mutating func appear(at now: Instant) {
        if publishedAt == nil, !kind.hasSpan { startsAt = now }
        publishedAt = publishedAt ?? now
    }

    /// Goes on with what there is to say.
    ///
    /// - Returns: The moment under which it stands.
    /// - Throws: ``AnnouncementError/invalid(field:_:)`` for a state or an end that it cannot have.
    @discardableResult
    mutating func goOn(
        _ texts: [LocaleCode: String],
        _ state: IncidentState?,
        _ expectedEnd: Instant?,
        at now: Instant
    ) throws(AnnouncementError) -> Instant {
        let allowed: Set<IncidentState> =
            switch kind {
            case .incident: Set(IncidentState.allCases)
            case .maintenance: [.resolved]
            case .listing, .delisting, .product, .promotion, .rules, .security, .scamWarning: []
            }
        if let state, !allowed.contains(state) {
            throw .invalid(field: "state", "one that a \(kind.rawValue) can have")
        }
        if let expectedEnd {
            guard kind.hasSpan, expectedEnd > startsAt, state != .resolved else {
                throw .invalid(
                    field: "expected_end_at",
                    "of an incident or maintenance that goes on, after its start"
                )
            }
            expectedEndAt = expectedEnd
        }
        if let state { endedAt = state == .resolved ? max(now, startsAt) : nil }
        // Two entries of one moment would be one: the second would take the place of the first.
        let last = translations.flatMap(\.updates).map(\.at).max()
        let moment = last.map { max(now, $0 + .milliseconds(1)) } ?? now
        translations = translations.map { known in
            let update = texts[known.locale].map { Update(text: $0, at: moment, state: state) }
            return Translation(
                locale: known.locale,
                title: known.title,
                summary: known.summary,
                body: known.body,
                affects: known.affects,
                updates: known.updates + [update].compactMap(\.self),
                updatedAt: now
            )
        }
        return moment
    }
}
