package import Base
package import Storage

/// What everybody is told of a fake.
package struct PublicWarning: Sendable, Hashable {
    package let report: ID<PhishingReport>
    package let kind: PhishingReport.Kind
    /// What it is, with the dots of names in brackets: nobody is to follow it from a warning.
    package let subject: String
    package let at: Instant
}

/// Where warnings are told; announcements live in another room.
package protocol PublicWarnings: Sendable {
    /// Tells everybody, in the transaction of the caller; the same report again changes nothing.
    ///
    /// - Returns: Where it stands, such as `/announcements/…`.
    func publish(_ warning: PublicWarning, in db: Connection) throws -> String

    /// Ends the warning of a report, in the transaction of the caller; nothing happens where there is none.
    func withdraw(_ report: ID<PhishingReport>, at now: Instant, in db: Connection) throws

    /// What was published or withdrawn is on disk.
    func changed() async throws
}
