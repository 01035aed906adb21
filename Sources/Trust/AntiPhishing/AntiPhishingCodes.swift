package import Base
package import People
package import Safeguard
package import Storage

/// The anti-phishing codes of customers.
///
/// Whatever sends a message out of the product asks ``code(of:)``, or ``code(of:in:)`` in a transaction, and puts the
/// code where the reader sees it; the timeline shows the customer their own.
package struct AntiPhishingCodes: Sendable {
    private let database: any Database
    private let gate: SecretsGate
    private let clock: any WallClock

    package init(_ database: any Database, gate: SecretsGate, clock: any WallClock) {
        self.database = database
        self.gate = gate
        self.clock = clock
    }

    /// The code of a customer; nil for who has chosen none, as every guest.
    package func code(of customer: ID<Customer>) async throws -> AntiPhishingCode? {
        try await database.read { db in try AntiPhishingCodeSQL(db: db).code(of: customer) }
    }

    /// The same inside a transaction of the caller: a mail is written with what triggers it.
    package static func code(of customer: ID<Customer>, in db: Connection) throws -> AntiPhishingCode? {
        try AntiPhishingCodeSQL(db: db).code(of: customer)
    }

    /// Chooses a code; it takes the place of the one before.
    ///
    /// Throws: ``AntiPhishingCodeError``.
    @discardableResult
    package func choose(_ typed: String, for customer: Customer) async throws -> AntiPhishingCode {
        guard customer.isVerified else { throw AntiPhishingCodeError.notSignedIn }
        let code = try AntiPhishingCode(typed, gate: gate)
        let now = clock.now
        try await database.write { db in try AntiPhishingCodeSQL(db: db).save(code, of: customer.id, at: now)
        }
        return code
    }

    /// Takes the code away; nothing happens where there is none.
    package func remove(for customer: Customer) async throws {
        try await database.write { db in try AntiPhishingCodeSQL(db: db).delete(of: customer.id) }
    }
}
