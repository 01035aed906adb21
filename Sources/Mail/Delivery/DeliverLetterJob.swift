import Base
import Storage

/// Brings a letter to the mail server.
struct DeliverLetterJob: Job {
    static let name = "letter.deliver"

    let letter: ID<SentLetter>
}

/// Erases what a letter says once it is too late for it.
struct ExpireLetterJob: Job {
    static let name = "letter.expire"

    let letter: ID<SentLetter>
}
