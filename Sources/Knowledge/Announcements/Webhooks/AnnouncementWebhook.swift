import Base
import Storage

/// A program of somebody's that is told what is announced.
package struct AnnouncementWebhook: Sendable, Identified {
    package static let idPrefix = "whk"

    /// What is sealed of it.
    struct Contents: Sendable, Codable {
        let url: String
        let secret: WebhookSecret
    }

    let id: ID<AnnouncementWebhook>
    let contents: Contents
    let scope: SubscriptionScope
    let createdAt: Instant
    /// When it last took something.
    let takenAt: Instant?
    /// Nil while it is told.
    let disabledAt: Instant?
}

/// Something that one was told, or is to be.
package struct AnnouncementDelivery: Sendable, Hashable, Identified {
    package static let idPrefix = "whd"

    enum State: String, Sendable, Hashable, Codable, SQLConvertible {
        case waiting
        case delivered
        /// It was tried for as long as it is, or the program is told nothing any more.
        case failed
        /// What it told was taken back first.
        case withdrawn
    }

    /// Whether it was told of all of it, how it goes on or ended, or that it is not to be told any more.
    enum Kind: String, Sendable, Hashable, Codable, SQLConvertible {
        case published = "announcement.published"
        case updated = "announcement.updated"
        case withdrawn = "announcement.withdrawn"

        init(_ news: AnnouncementNews) {
            self =
                switch news {
                case .published: .published
                case .wentOn, .ended: .updated
                }
        }
    }

    /// Pauses after each try that failed, as Standard Webhooks advises: a day and a quarter altogether.
    static let pauses: [Duration] = [5, 300, 1800, 7200, 18_000, 36_000, 36_000].map { .seconds($0) }

    let id: ID<AnnouncementDelivery>
    let webhook: ID<AnnouncementWebhook>
    let announcement: ID<Announcement>
    let kind: Kind
    let body: String
    let state: State
    let attempts: Int
    let status: Int?
    let lastError: String?
    let createdAt: Instant
    let settledAt: Instant?
}

/// What can go wrong about webhooks.
enum AnnouncementWebhookError: DomainError, Hashable {
    case notFound
    case tooMany(Int)

    var problem: Problem {
        switch self {
        case .notFound:
            Problem(404, "webhook_not_found", "There is no such webhook.", try: "Reload the list.")
        case .tooMany(let most):
            Problem(409, "too_many_webhooks", "There are \(most) webhooks already.", try: "Delete one first.")
        }
    }
}
