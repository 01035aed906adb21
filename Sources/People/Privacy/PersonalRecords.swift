package import Base
import Foundation
package import Storage

/// Somebody whose data it is: a customer, and the guests they were before.
package struct DataSubject: Sendable, Hashable {
    /// Who they are now.
    package let id: ID<Customer>
    /// Theirs and those of the guests who became them.
    package let ids: [ID<Customer>]

    package init(id: ID<Customer>, ids: [ID<Customer>]) {
        self.id = id
        self.ids = ids
    }
}

/// Who reads an export.
package enum ExportReader: Sendable, Hashable {
    /// The person themself: without what agents wrote among themselves.
    case subject
    /// Whoever answers for the operator: without the anti-phishing code, which agents never see.
    case agent
}

/// One file of an export.
package struct PersonalDocument: Sendable {
    /// With `/` between folders, such as `conversations/AB12-CD34.json`.
    package let path: String
    package let content: [UInt8]

    package init(_ path: String, _ content: [UInt8]) {
        self.path = path
        self.content = content
    }

    /// JSON as the API writes it.
    package init(_ path: String, json value: some Encodable) throws {
        self.init(path, Array(try WireJSON.encode(value)))
    }
}

/// What a step of erasing did, as numbers of things by kind.
package struct ErasureStep: Sendable, Hashable {
    package var erased: [Erasure.Erased: Int]
    /// What stays, because something else stands on it.
    package var kept: [Erasure.Kept: Int]
    /// Whether nothing is left to erase.
    package var isDone: Bool

    package init(
        erased: [Erasure.Erased: Int] = [:],
        kept: [Erasure.Kept: Int] = [:],
        isDone: Bool
    ) {
        self.erased = erased
        self.kept = kept
        self.isDone = isDone
    }
}

/// What a room keeps of customers.
///
/// Declared here because People needs it; implemented by whoever keeps things of a customer.
package protocol PersonalRecords: Sendable {
    /// Tells everything that is kept of somebody, a document at a time.
    func export(
        _ subject: DataSubject,
        for reader: ExportReader,
        to tell: (PersonalDocument) async throws -> Void
    ) async throws

    /// Erases some of it inside the caller's transaction: as much as holds others up for a moment only.
    ///
    /// What was erased already is nothing to be erased.
    func erase(_ subject: DataSubject, at now: Instant, in db: Connection) throws -> ErasureStep
}
