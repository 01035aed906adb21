import Base
import Storage

/// Who a customer is, as personal records.
struct CustomerRecords: PersonalRecords {
    private struct Document: Encodable {
        struct Change: Encodable {
            let kind: String
            let happenedAt: Instant
            let old: String?
            let new: String?
        }

        struct Session: Encodable, RowDecodable {
            let createdAt: Instant
            let expiresAt: Instant

            init(row: Row) throws(DatabaseError) {
                self.createdAt = try row.get("created_at")
                self.expiresAt = try row.get("expires_at")
            }
        }

        let id: String
        let uid: String?
        let name: String?
        let email: String?
        let locale: String
        let tier: String?
        let identityLevel: String?
        let attributes: [String: String]
        let createdAt: Instant
        let wereGuests: [String]
        let changes: [Change]
        let sessions: [Session]
    }

    /// Changes that are told, the newest: more than anybody ever has.
    private static let mostChanges = 10_000

    private let database: any Database

    init(_ database: any Database) {
        self.database = database
    }

    func export(
        _ subject: DataSubject,
        for reader: ExportReader,
        to tell: (PersonalDocument) async throws -> Void
    ) async throws {
        let document = try await database.read { db -> Document? in
            guard let customer = try CustomerSQL(db: db).customer(subject.id) else { return nil }
            let changes = try CustomerChangeSQL(db: db).changes(
                of: subject.id,
                nil,
                limit: Self.mostChanges
            )
            let sessions = try db.all(
                Document.Session.self,
                """
                SELECT created_at, expires_at FROM customer_session
                WHERE customer_id IN (\(list: subject.ids)) ORDER BY created_at
                """
            )
            let profile = customer.profile
            return Document(
                id: customer.id.description,
                uid: customer.uid,
                name: profile.name,
                email: profile.email,
                locale: profile.locale.rawValue,
                tier: profile.tier,
                identityLevel: profile.identityLevel,
                attributes: profile.attributes,
                createdAt: customer.createdAt,
                wereGuests: subject.ids.filter { $0 != subject.id }.map(\.description),
                changes: changes.map {
                    .init(kind: $0.kind.rawValue, happenedAt: $0.happenedAt, old: $0.old, new: $0.new)
                },
                sessions: sessions
            )
        }
        guard let document else { return }
        try await tell(PersonalDocument("customer.json", json: document))
    }

    func erase(_ subject: DataSubject, at now: Instant, in db: Connection) throws -> ErasureStep {
        try CustomerSQL(db: db).erase(subject, at: now)
    }
}

extension CustomerSQL {
    /// Whose data an id stands for; nil for nobody's.
    func subject(_ id: ID<Customer>) throws(DatabaseError) -> DataSubject? {
        let current = try db.value(
            ID<Customer>.self,
            "SELECT COALESCE(merged_into, id) FROM customer WHERE id = \(id)"
        )
        guard let current else { return nil }
        let guests = try db.values(
            ID<Customer>.self,
            "SELECT id FROM customer WHERE merged_into = \(current) ORDER BY id"
        )
        return DataSubject(id: current, ids: [current] + guests)
    }

    func customer(uid: String) throws(DatabaseError) -> Customer? {
        try db.first(Customer.self, "SELECT \(Customer.columns) FROM customer WHERE uid = \(uid)")
    }

    /// Holds a customer until this transaction ends.
    func hold(_ id: ID<Customer>) throws(DatabaseError) {
        try db.run("UPDATE customer SET updated_at = updated_at WHERE id = \(id)")
    }

    func erasure(of customer: ID<Customer>) throws(DatabaseError) -> ID<Erasure>? {
        try db.value(ID<Erasure>.self, "SELECT id FROM erasure WHERE customer_id = \(customer)")
    }

    /// Takes away who somebody is: what is left is a number that others' rows name.
    ///
    /// Whoever comes again from the exchange is a new customer.
    func erase(_ subject: DataSubject, at now: Instant) throws(DatabaseError) -> ErasureStep {
        let sessions = try db.run(
            "DELETE FROM customer_session WHERE customer_id IN (\(list: subject.ids))"
        )
        let changes = try db.run("DELETE FROM customer_change WHERE customer_id IN (\(list: subject.ids))")
        let profiles = try db.run(
            """
            UPDATE customer SET uid = NULL, name = NULL, email = NULL, tier = NULL, identity_level = NULL,
                attributes = '{}', sealed_contact = NULL, updated_at = \(now)
            WHERE id IN (\(list: subject.ids))
            """
        )
        for id in subject.ids { try db.destroyDataKey(of: KeyOwner(id)) }
        return ErasureStep(
            erased: [.profiles: profiles, .sessions: sessions, .profileChanges: changes],
            // Without a name: conversations' rows stand on them.
            kept: [.customerNumbers: profiles],
            isDone: true
        )
    }
}
