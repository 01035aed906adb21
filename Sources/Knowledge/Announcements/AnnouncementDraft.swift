package import Base

/// What the desk writes of an announcement, in all its languages.
package struct AnnouncementDraft: Sendable, Hashable {
    package struct Text: Sendable, Hashable {
        package let locale: LocaleCode
        package let title: String
        package let summary: String
        /// Markdown.
        package let body: String
        /// What it touches, in words.
        package let affects: [String]

        package init(
            locale: LocaleCode,
            title: String,
            summary: String = "",
            body: String = "",
            affects: [String] = []
        ) {
            self.locale = locale
            self.title = title
            self.summary = summary
            self.body = body
            self.affects = affects
        }
    }

    package let slug: Slug
    package let kind: Announcement.Kind
    /// Of what lasts; nil for the moment at which it is written.
    package let startsAt: Instant?
    package let expectedEndAt: Instant?
    /// Of what is over.
    package let endedAt: Instant?
    package let scope: AffectedScope
    package let texts: [Text]

    package init(
        slug: Slug,
        kind: Announcement.Kind,
        startsAt: Instant? = nil,
        expectedEndAt: Instant? = nil,
        endedAt: Instant? = nil,
        scope: AffectedScope = AffectedScope(),
        texts: [Text]
    ) {
        self.slug = slug
        self.kind = kind
        self.startsAt = startsAt
        self.expectedEndAt = expectedEndAt
        self.endedAt = endedAt
        self.scope = scope
        self.texts = texts
    }

    /// As it is stored: white space cut off, names once each; news has no span.
    ///
    /// - Parameter now: When it is written: nothing is over before it is.
    /// - Returns: It, if everything in it may be.
    /// - Throws: ``AnnouncementError/invalid(field:_:)``.
    package func validated(at now: Instant) throws(AnnouncementError) -> AnnouncementDraft {
        // Pages of the portal have these addresses.
        guard !["status", "subscriptions"].contains(slug.rawValue) else { throw .slugTaken(slug.rawValue) }
        guard !texts.isEmpty, Set(texts.map(\.locale)).count == texts.count else {
            throw .invalid(field: "texts", "each language once, at least one")
        }
        var checked: [Text] = []
        for text in texts { checked.append(try text.validated()) }
        let hasSpan = kind.hasSpan
        if hasSpan, let startsAt {
            for (field, end) in [("expected_end_at", expectedEndAt), ("ended_at", endedAt)] {
                if let end, end < startsAt { throw .invalid(field: field, "not before it begins") }
            }
        }
        // What was called off before its beginning ended with it.
        if hasSpan, let endedAt, endedAt > max(now, startsAt ?? now) {
            throw .invalid(field: "ended_at", "a moment that has passed; expected_end_at is for one to come")
        }
        return AnnouncementDraft(
            slug: slug,
            kind: kind,
            startsAt: hasSpan ? startsAt : nil,
            expectedEndAt: hasSpan ? expectedEndAt : nil,
            endedAt: endedAt,
            scope: try scope.validated(),
            texts: checked
        )
    }
}

extension AnnouncementDraft.Text {
    /// Rules of articles: the same lengths, one line for title and summary.
    fileprivate func validated() throws(AnnouncementError) -> Self {
        let text: ArticleText
        do {
            text = try ArticleText(title: title, summary: summary, keywords: affects, body: body).validated()
        } catch {
            guard case .invalid(let field, let why) = error else { throw .invalid(field: "texts", "texts") }
            throw .invalid(field: field == "keywords" ? "affects" : field, why)
        }
        return Self(
            locale: locale,
            title: text.title,
            summary: text.summary,
            body: text.body,
            affects: text.keywords
        )
    }
}

extension Announcement {
    /// With what the desk wrote; its updates stay.
    func written(_ draft: AnnouncementDraft, at now: Instant) -> Announcement {
        let texts = draft.texts.map { text in
            let known = translations.first { $0.locale == text.locale }
            let isSame =
                known.map {
                    ($0.title, $0.summary, $0.body) == (text.title, text.summary, text.body)
                        && $0.affects == text.affects
                } ?? false
            return Translation(
                locale: text.locale,
                title: text.title,
                summary: text.summary,
                body: text.body,
                affects: text.affects,
                updates: known?.updates ?? [],
                updatedAt: isSame ? known?.updatedAt ?? now : now
            )
        }
        return Announcement(
            id: id,
            slug: draft.slug,
            kind: draft.kind,
            startsAt: draft.startsAt ?? startsAt,
            expectedEndAt: draft.expectedEndAt,
            endedAt: draft.kind.hasSpan ? draft.endedAt : endedAt,
            scope: draft.scope,
            translations: texts,
            stage: stage,
            revision: revision,
            publishAt: publishAt,
            publishedAt: publishedAt,
            changedAt: now
        )
    }

    /// What readers may see: every text has a title and says something, and a maintenance says until when.
    func checkedForReaders() throws(AnnouncementError) {
        guard translations.allSatisfy({ !$0.title.isEmpty }) else {
            throw .invalid(field: "title", "readers need one in every language")
        }
        guard translations.allSatisfy({ !$0.body.allSatisfy(\.isWhitespace) }) else {
            throw .invalid(field: "body", "there is nothing to read in it in one of the languages")
        }
        if kind == .maintenance, expectedEndAt == nil {
            throw .invalid(field: "expected_end_at", "readers need to know until when")
        }
    }
}
