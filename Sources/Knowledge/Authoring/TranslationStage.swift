package import People
import Storage

/// How far the working text of one language of an article has come.
///
/// What readers see is apart from it: the published text stays where it is while a newer one is worked on.
package enum TranslationStage: String, Sendable, Hashable, CaseIterable, Codable, SQLConvertible {
    case draft
    /// Somebody asked for it to be looked at and published.
    case review
    /// It is published by itself at its time, exactly as it is.
    case scheduled
    /// The working text is what readers see.
    case published
    /// Readers see nothing of it any more.
    case archived

    /// Whether somebody's text waits in it that readers do not see yet.
    var isUnderWork: Bool {
        switch self {
        case .draft, .review, .scheduled: true
        case .published, .archived: false
        }
    }

    /// What somebody wants of it.
    package enum Event: String, Sendable, Hashable, CaseIterable, Codable {
        /// Another text was written, or one of an earlier version.
        case edit
        case askReview
        /// From review or from its time back to the one who writes.
        case sendBack
        case publish
        case schedule
        /// Its time has come.
        case fallDue
        /// The draft goes; the published text is the working text again.
        case discard
        case archive
        /// Out of the archive, to be worked on.
        case reopen

        /// What an agent needs for it; the clock alone lets something fall due.
        package var permission: Permission? {
            switch self {
            case .edit, .askReview: .articlesPropose
            case .sendBack, .publish, .schedule, .discard, .archive, .reopen: .articlesEdit
            case .fallDue: nil
            }
        }
    }

    /// The stage after an event.
    ///
    /// - Parameters:
    ///   - event: What is wanted.
    ///   - isLive: Whether readers see a published text of this language.
    /// - Returns: The same stage where nothing but the text changes.
    /// - Throws: ``AuthoringError/notAllowed(_:in:)``.
    package func after(_ event: Event, isLive: Bool) throws(AuthoringError) -> TranslationStage {
        switch (self, event) {
        case (.draft, .edit), (.published, .edit): return .draft
        // Whoever looks at it may put a word right; what is published is named by its revision.
        case (.review, .edit): return .review
        case (.draft, .askReview): return .review
        case (.review, .sendBack), (.scheduled, .sendBack): return .draft
        case (.draft, .publish), (.review, .publish), (.scheduled, .publish): return .published
        case (.draft, .schedule), (.review, .schedule), (.scheduled, .schedule): return .scheduled
        case (.scheduled, .fallDue): return .published
        case (.draft, .discard) where isLive, (.review, .discard) where isLive: return .published
        case (.draft, .archive), (.review, .archive), (.scheduled, .archive), (.published, .archive):
            return .archived
        case (.archived, .reopen): return .draft
        // Every other pair is refused, each spelled out: a new stage must not compile until it is thought through.
        case (.draft, .sendBack), (.draft, .fallDue), (.draft, .discard), (.draft, .reopen),
            (.review, .askReview), (.review, .fallDue), (.review, .discard), (.review, .reopen),
            (.scheduled, .edit), (.scheduled, .askReview), (.scheduled, .discard), (.scheduled, .reopen),
            (.published, .askReview), (.published, .sendBack), (.published, .publish),
            (.published, .schedule),
            (.published, .fallDue), (.published, .discard), (.published, .reopen),
            (.archived, .edit), (.archived, .askReview), (.archived, .sendBack), (.archived, .publish),
            (.archived, .schedule), (.archived, .fallDue), (.archived, .discard), (.archived, .archive):
            throw .notAllowed(event, in: self)
        }
    }
}
