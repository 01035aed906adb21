package import Base
package import Storage

/// What there is to tell of an announcement.
package enum AnnouncementNews: Sendable, Hashable {
    /// All of it, to be seen anew.
    case published
    /// How it goes on, in the words of a moment.
    case wentOn(Instant)
    /// That it is over, without words of its own.
    case ended

    /// When it was said, of what has words of its own.
    var update: Instant? {
        switch self {
        case .wentOn(let time): time
        case .published, .ended: nil
        }
    }
}

/// Somebody who is told of what readers see anew: subscribers by mail, programs by webhook.
package protocol AnnouncementHearer: Sendable {
    /// Has them told, in the transaction that publishes it or tells it on.
    ///
    /// - Parameters:
    ///   - announcement: As it is now.
    ///   - news: What of it is new.
    ///   - db: That transaction.
    /// - Throws: What undoes it.
    func tell(_ announcement: Announcement, _ news: AnnouncementNews, in db: Connection) throws

    /// Takes back what was not brought to them yet, in the transaction that takes it from readers.
    ///
    /// - Parameters:
    ///   - announcement: As readers saw it until then.
    ///   - db: That transaction.
    /// - Throws: What undoes it.
    func takeBack(_ announcement: Announcement, in db: Connection) throws
}
