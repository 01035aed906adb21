package import Base

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
    /// Tells everybody; the same report again changes nothing.
    ///
    /// - Returns: Where it stands, such as `/announcements/…`.
    func publish(_ warning: PublicWarning) async throws -> String

    /// Ends the warning of a report; nothing happens where there is none.
    func withdraw(_ report: ID<PhishingReport>, at now: Instant) async throws
}
