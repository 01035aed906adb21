package import Base
package import Storage

/// Somebody who is told of what readers see anew: subscribers by mail, programs by webhook.
package protocol AnnouncementHearer: Sendable {
    /// Has them told, in the transaction that publishes it or tells it on.
    ///
    /// - Parameters:
    ///   - announcement: As it is now.
    ///   - update: Of what is told on: when; nil for all of it.
    ///   - db: That transaction.
    /// - Throws: What undoes it.
    func tell(_ announcement: Announcement, update: Instant?, in db: Connection) throws

    /// Takes back what was not brought to them yet, in the transaction that withdraws it.
    func takeBack(_ announcement: ID<Announcement>, in db: Connection) throws
}
