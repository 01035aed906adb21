package import Base
package import People
package import Storage

/// The subscriptions that customers asked for in their sessions, as personal records.
///
/// One that was asked for without a session leads to an address and to nobody else; its owner ends it by a link.
package struct SubscriptionRecords: PersonalRecords {
    private struct Wanted: Encodable {
        let address: String
        let kinds: [Announcement.Kind]
        let products: [String]
        let locale: LocaleCode
        let createdAt: Instant
        let confirmedAt: Instant?

        init(_ subscription: AnnouncementSubscription) {
            self.address = subscription.contents.address
            self.kinds = subscription.scope.kinds
            self.products = subscription.scope.products
            self.locale = subscription.locale
            self.createdAt = subscription.createdAt
            self.confirmedAt = subscription.confirmedAt
        }
    }

    private let database: any Database

    package init(_ database: any Database) {
        self.database = database
    }

    package func export(
        _ subject: DataSubject,
        for reader: ExportReader,
        to tell: (PersonalDocument) async throws -> Void
    ) async throws {
        let wanted = try await database.read { db in
            try AnnouncementSubscriptionSQL(db: db).subscriptions(of: subject.ids)
        }
        guard !wanted.isEmpty else { return }
        try await tell(PersonalDocument("announcement_subscriptions.json", json: wanted.map(Wanted.init)))
    }

    package func erase(_ subject: DataSubject, at now: Instant, in db: Connection) throws -> ErasureStep {
        let erased = try AnnouncementSubscriptionSQL(db: db).delete(of: subject.ids)
        return ErasureStep(erased: [.announcementSubscriptions: erased], isDone: true)
    }
}
