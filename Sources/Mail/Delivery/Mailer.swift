package import Base
package import Storage

/// The door to mail: what is written in a transaction is sent after it, at least once, or not at all where the
/// transaction is undone.
///
/// An attempt that failed comes again with growing pauses until the letter is too old. What a letter says and to whom is
/// erased in the moment it is sent, refused or too old.
package struct Mailer: Sendable {
    private let database: any Database
    private let transport: any MailTransport
    private let sender: Mailbox
    private let jobs: Jobs
    private let clock: any WallClock

    /// - `sender`: Whom every letter is from.
    package init(
        _ database: any Database,
        transport: any MailTransport,
        sender: Mailbox,
        jobs: Jobs,
        clock: any WallClock
    ) {
        self.database = database
        self.transport = transport
        self.sender = sender
        self.jobs = jobs
        self.clock = clock
    }

    /// Writes a letter.
    ///
    /// - `purpose`: A stable word for why, such as `verification_code`.
    /// - `validity`: How long it is of use; after that it is not sent any more.
    ///
    /// Returns: Under which ``state(of:)`` tells what became of it.
    @discardableResult
    package func send(
        _ letter: Letter,
        for purpose: String,
        within validity: Duration,
        in db: Connection
    ) throws -> ID<SentLetter> {
        let now = clock.now
        let id = ID<SentLetter>(at: now)
        let messageID = "\(id)@\(sender.address.domain)"
        let message = MailMessage(letter: letter, sender: sender, messageID: messageID, writtenAt: now)
        let waiting = SentLetter(
            id: id,
            purpose: purpose,
            state: .waiting,
            lastError: nil,
            expiresAt: now + validity
        )
        let parcel = Parcel(recipient: letter.recipient.address.description, message: message.rendered)
        try LetterSQL(db: db).insert(waiting, messageID: messageID, parcel, at: now)
        try jobs.enqueue(DeliverLetterJob(letter: id), key: id.description, in: db)
        try jobs.enqueue(ExpireLetterJob(letter: id), key: id.description, after: validity, in: db)
        return id
    }

    /// Takes back the letters of a purpose that no mail server has taken yet; one that is being handed over at this
    /// moment goes.
    package func withdraw(_ purpose: String, in db: Connection) throws(DatabaseError) {
        try LetterSQL(db: db).withdraw(purpose, at: clock.now)
    }

    /// Sends a letter in this moment or not at all, without a trace: to see whether mail works.
    package static func sendAtOnce(
        _ letter: Letter,
        through transport: any MailTransport,
        from sender: Mailbox,
        at now: Instant
    ) async throws(MailError) {
        let messageID = "\(ID<SentLetter>(at: now))@\(sender.address.domain)"
        let message = MailMessage(letter: letter, sender: sender, messageID: messageID, writtenAt: now)
        try await transport.send(message.rendered, from: sender.address, to: letter.recipient.address)
    }

    /// What became of a letter; nil where there is none.
    package func state(of id: ID<SentLetter>) async throws -> SentLetter? {
        try await database.read { db in try LetterSQL(db: db).letter(id) }
    }

    /// What the job runner needs.
    package var handlers: [JobHandler] {
        [
            JobHandler(DeliverLetterJob.self) { job in try await deliver(job.letter) },
            JobHandler(ExpireLetterJob.self) { job in try await settle(job.letter, as: .expired) },
        ]
    }

    private func deliver(_ id: ID<SentLetter>) async throws {
        let found = try await database.read { db in
            let sql = LetterSQL(db: db)
            return (letter: try sql.letter(id), parcel: try sql.parcel(id))
        }
        guard let letter = found.letter, let parcel = found.parcel,
            let recipient = MailAddress(parcel.recipient)
        else { return }
        guard clock.now < letter.expiresAt else { return try await settle(id, as: .expired) }
        do {
            try await transport.send(parcel.message, from: sender.address, to: recipient)
        } catch {
            let now = clock.now
            try await database.write { db in
                let sql = LetterSQL(db: db)
                try sql.note(error.code, of: id)
                if error.isFinal { _ = try sql.settle(id, as: .refused, at: now) }
            }
            if error.isFinal { throw HopelessFailure(error) }
            throw error
        }
        try await settle(id, as: .sent)
    }

    private func settle(_ id: ID<SentLetter>, as state: SentLetter.State) async throws {
        let now = clock.now
        try await database.write { db in
            guard try LetterSQL(db: db).settle(id, as: state, at: now) else { return }
            try jobs.cancel(ExpireLetterJob.self, key: id.description, in: db)
        }
    }
}
