package import Base
package import Safeguard
package import Storage

/// The door to everything that is kept of a customer: given out whole, and erased for good.
///
/// Erasing destroys the keys under which their words, files and names are sealed, and then the rows; docs/privacy.md says
/// what stays and why.
package struct PersonalData: Sendable {
    /// A customer as those who answer for personal data find them.
    package struct Found: Sendable {
        package let customer: Customer
        package let erasure: ID<Erasure>?
    }

    let database: any Database
    private let records: [any PersonalRecords]
    let gate: SecretsGate
    let jobs: Jobs
    private let accountGuard: (any AccountGuard)?
    private let clock: any WallClock

    /// - `records`: Every other room's; this one's are among them already.
    /// - `accountGuard`: Nil where no customer ever has to prove who they are.
    package init(
        _ database: any Database,
        records: [any PersonalRecords],
        gate: SecretsGate,
        jobs: Jobs,
        accountGuard: (any AccountGuard)? = nil,
        clock: any WallClock
    ) {
        self.database = database
        self.records = [RevealRecords(database), AuditedDeeds()] + records
        self.gate = gate
        self.jobs = jobs
        self.accountGuard = accountGuard
        self.clock = clock
    }

    var now: Instant { clock.now }

    // MARK: Giving out

    /// Tells everything that is kept of somebody, a document at a time, `index.json` last.
    ///
    /// - `actor`: Whoever asks for it, where that is not the person themself: the audit trail has it before the first
    ///   document is told.
    /// - Throws: ``PrivacyError/customerNotFound``; what `tell` throws.
    package func export(
        _ customer: ID<Customer>,
        for reader: ExportReader,
        by actor: AuditActor?,
        to tell: (PersonalDocument) async throws -> Void
    ) async throws {
        let subject = try await subject(customer)
        let now = clock.now
        if let actor {
            try await database.write { db in
                var details: [String: String] = [:]
                details["verification"] = try check(.dataExport, subject.id, db)
                let about = AuditSubject("customer", subject.id)
                try AuditTrail.record(
                    Deed(.customerDataExported, by: actor, on: about, details),
                    at: now,
                    in: db
                )
            }
        }
        var paths: [String] = []
        for records in [CustomerRecords(database)] as [any PersonalRecords] + records {
            try await records.export(subject, for: reader) { document in
                paths.append(document.path)
                try await tell(document)
            }
        }
        let index = ExportIndex(
            format: "switchboard.personal-data.1",
            customer: subject.id.description,
            exportedAt: now,
            files: paths,
            leftOut: reader == .agent ? ["anti_phishing_code"] : ["notes"]
        )
        try await tell(PersonalDocument("index.json", json: index))
    }

    private struct ExportIndex: Encodable {
        let format: String
        let customer: String
        let exportedAt: Instant
        let files: [String]
        /// What this reader is not told.
        let leftOut: [String]
    }

    func subject(_ id: ID<Customer>) async throws -> DataSubject {
        guard let subject = try await database.read({ db in try CustomerSQL(db: db).subject(id) }) else {
            throw PrivacyError.customerNotFound
        }
        return subject
    }

    /// Lets somebody else than the person themself see or end what is kept of them.
    ///
    /// Throws: ``AccountGuardError``.
    @discardableResult
    func check(_ deed: AccountDeed, _ id: ID<Customer>, _ db: Connection) throws -> String? {
        guard let accountGuard, let customer = try CustomerSQL(db: db).customer(id) else { return nil }
        return try accountGuard.pass(deed, on: customer, in: nil, db)
    }

    // MARK: Erasing

    /// Begins to erase everything of somebody: who they are and their sessions now, the rest step by step.
    ///
    /// - `confirmed`: The customer's id once more.
    /// - `reference`: Where the request is filed.
    /// - Throws: ``PrivacyError``.
    package func erase(
        _ customer: ID<Customer>,
        confirmed: String,
        _ reason: Erasure.Reason,
        reference: String,
        by agent: Agent,
        from address: String?
    ) async throws -> Erasure {
        let wish = try await check(customer, confirmed: confirmed, reason, reference: reference)
        let now = clock.now
        let actor = agent.acting(from: address)
        return try await database.write { db in try begin(wish, by: agent, as: actor, at: now, in: db) }
    }

    /// Carries an erasure on to its end; again, where it was broken off.
    func carryOut(_ id: ID<Erasure>) async throws {
        guard let erasure = try await database.read({ db in try ErasureSQL(db: db).erasure(id) }) else {
            return
        }
        let subject = try await subject(erasure.customer)
        for records in records {
            while try await step(id, records, subject) {}
        }
        let now = clock.now
        try await database.write { db in
            guard var erasure = try ErasureSQL(db: db).held(id), erasure.status == .running else { return }
            erasure.status = .done
            erasure.doneAt = now
            try ErasureSQL(db: db).update(erasure)
            let counts = erasure.report.erased.mapValues(String.init)
            let deed = Deed(.customerErased, by: .system, on: AuditSubject("customer", subject.id), counts)
            try AuditTrail.record(deed, at: now, in: db)
        }
    }

    /// - Returns: Whether something is left.
    private func step(
        _ id: ID<Erasure>,
        _ records: any PersonalRecords,
        _ subject: DataSubject
    ) async throws -> Bool {
        let now = clock.now
        return try await database.write { db in
            guard var erasure = try ErasureSQL(db: db).held(id), erasure.status == .running else {
                return false
            }
            let step = try records.erase(subject, at: now, in: db)
            erasure.report.add(step)
            try ErasureSQL(db: db).update(erasure)
            return !step.isDone
        }
    }

    /// The erasure of an id.
    ///
    /// - Throws: ``PrivacyError/erasureNotFound``.
    package func erasure(_ id: ID<Erasure>) async throws -> Erasure {
        guard let found = try await database.read({ db in try ErasureSQL(db: db).erasure(id) }) else {
            throw PrivacyError.erasureNotFound
        }
        return found
    }

    /// Erasures, the latest first.
    package func erasures(before last: ID<Erasure>?, limit: Int) async throws -> [Erasure] {
        try await database.read { db in try ErasureSQL(db: db).erasures(before: last, limit: limit) }
    }

    // MARK: Finding

    /// Whom an export is about, once it may be given out.
    ///
    /// - Throws: ``PrivacyError/customerNotFound``; ``AccountGuardError``.
    package func exportable(_ id: ID<Customer>) async throws -> ID<Customer> {
        let customer = try await find(id.description).customer.id
        _ = try await database.read { db in try check(.dataExport, customer, db) }
        return customer
    }

    /// The customer of the exchange's id, or of ours.
    ///
    /// - Throws: ``PrivacyError/customerNotFound``.
    package func find(_ name: String) async throws -> Found {
        try await database.read { db in
            let sql = CustomerSQL(db: db)
            let found =
                if let id = ID<Customer>(name) { try sql.customer(id) } else { try sql.customer(uid: name) }
            guard let found else { throw PrivacyError.customerNotFound }
            return Found(customer: found, erasure: try sql.erasure(of: found.id))
        }
    }
}

/// Carries an erasure out.
package struct EraseCustomerJob: Job {
    package static let name = "customer.erase"

    package let erasure: ID<Erasure>

    /// How the job is done.
    package static func handler(_ data: PersonalData) -> JobHandler {
        JobHandler(Self.self) { job in try await data.carryOut(job.erasure) }
    }
}
