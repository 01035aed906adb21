import Base
import Foundation
import Logging
import Mail
import People
import Storage
import Synchronization
import Testing
import TestSupport
@testable import Trust

/// Step-ups in one conversation of one customer, with an exchange and a mail server of the test.
struct StepUpBench {
    /// What the customer's authenticator app shows.
    static let rightCode = "271828"

    let database: any Database
    let clock = FixedClock()
    let place: ID<ConversationPlace>
    let stage: Stage
    let exchange = Exchange()
    let post = Post()
    let stepUps: StepUps
    let mailer: Mailer
    let agent: Agent
    let customer: Customer

    static func with(_ engine: Engine, _ body: (StepUpBench) async throws -> Void) async throws {
        let migrations = try Migration.all(in: [
            StorageAssets.files, MailAssets.files, PeopleAssets.files, TrustAssets.files,
        ])
        try await TestDatabase.with(engine, migrations: migrations) { try await body(await StepUpBench($0)) }
    }

    init(_ database: any Database) async throws {
        self.database = database
        place = ID(at: clock.now)
        agent = try await Agents(database, clock: clock).create(
            .init(
                name: "Ming",
                email: "ming@desk.example",
                role: .agent,
                password: Redacted("a good password"),
                badge: Badge(rawValue: "4471")
            )
        )
        customer = try await Self.customer("20260001", in: database, at: clock.now)
        stage = Stage(database, customer: customer.id)
        mailer = Mailer(
            database,
            transport: post,
            sender: try #require(Mailbox("support@demo.example")),
            jobs: Jobs(clock: clock, signal: WorkSignal()),
            clock: clock
        )
        stepUps = StepUps(
            database,
            stage: stage,
            accounts: exchange,
            mailer: mailer,
            brand: "Demo",
            localisation: try Localisation(assets: [TrustAssets.files]),
            clock: clock
        )
    }

    func ask(_ method: StepUp.Method, level: String? = nil) async throws -> AgentStepUpView {
        let view = try await stepUps.ask(.init(.withdrawals, by: method, level: level), in: place, by: agent)
        // What happens later is told later.
        clock.advance(by: .milliseconds(1))
        return view
    }

    func answer(_ id: String, _ code: String) async throws -> StepUpView {
        let id = try #require(ID<StepUp>(id))
        return try await stepUps.answer(id, in: place, with: Redacted(code), for: customer)
    }

    /// The code of the last letter.
    func mailedCode() async throws -> String {
        String(try #require(try await mailedText().firstMatch(of: /\d{6}/)).output)
    }

    /// What the last letter says.
    func mailedText() async throws -> String {
        let runner = JobRunner(
            database,
            handlers: mailer.handlers,
            signal: WorkSignal(),
            clock: clock,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        _ = try await runner.runDue()
        let body = try #require(post.letters.all.last?.components(separatedBy: "\r\n\r\n").last)
        let encoded = body.filter { !$0.isNewline }
        return String(decoding: try #require(Data(base64Encoded: encoded)), as: UTF8.self)
    }

    /// What the audit trail has, in order.
    func actions() async throws -> [AuditAction] {
        let trail = AuditTrail(database, clock: clock)
        while try await trail.chainPending() > 0 {}
        return try await trail.entries(after: 0, limit: 100).compactMap { AuditAction(rawValue: $0.action) }
            .filter { $0.rawValue.hasPrefix("verification.") }
    }

    func newCustomer(uid: String?) async throws -> Customer {
        try await Self.customer(uid, in: database, at: clock.now)
    }

    /// What a sign-in with other particulars does.
    func rename(email: String) async throws {
        let id = customer.id
        try await database.write { db in
            _ = try db.run("UPDATE customer SET email = \(email) WHERE id = \(id)")
        }
    }

    /// What a sign-in with another phone, or another level of identity verification, does.
    func change(phone: String, level: String?) async throws {
        let id = customer.id
        let attributes = JSONColumn(["phone": phone])
        try await database.write { db in
            _ = try db.run(
                """
                UPDATE customer SET attributes = \(attributes), identity_level = \(level) WHERE id = \(id)
                """
            )
        }
    }

    private static func customer(
        _ uid: String?,
        in database: any Database,
        at now: Instant
    ) async throws -> Customer {
        let id = ID<Customer>(at: now)
        let email = uid == nil ? nil : "liu@demo.example"
        try await database.write { db in
            _ = try db.run(
                """
                INSERT INTO customer (id, uid, email, locale, attributes, created_at, updated_at)
                VALUES (\(id), \(uid), \(email), \(LocaleCode.english), '{}', \(now), \(now))
                """
            )
        }
        return try #require(try await database.read { db in try Customers.customer(id, in: db) })
    }
}

extension StepUps {
    func sendCode(
        _ id: String,
        in place: ID<ConversationPlace>,
        for customer: Customer
    ) async throws -> StepUpView {
        try await sendCode(try #require(ID<StepUp>(id)), in: place, for: customer)
    }
}

/// A conversation that notes what is told in it.
final class Stage: StepUpStage {
    let news = Recorder()
    let isClosed = Mutex(false)
    let customer: Mutex<ID<Customer>>
    private let database: any Database

    init(_ database: any Database, customer: ID<Customer>) {
        self.database = database
        self.customer = Mutex(customer)
    }

    func audience(of place: ID<ConversationPlace>, in db: Connection) throws -> StepUpAudience? {
        guard let customer = try Customers.customer(customer.withLock { $0 }, in: db) else { return nil }
        return StepUpAudience(customer: customer, locale: .english, isClosed: isClosed.withLock { $0 })
    }

    func perform<Value: Sendable>(
        in place: ID<ConversationPlace>,
        _ body: @escaping @Sendable (Connection) throws -> (value: Value, news: StepUpNews?)
    ) async throws -> Value {
        let (value, told) = try await database.write { db in try body(db) }
        switch told {
        case .asked(let stepUp, _): news.add("asked \(stepUp.purpose.rawValue) \(stepUp.method.rawValue)")
        case .decided(let stepUp):
            news.add("\(stepUp.status.rawValue) \(stepUp.purpose.rawValue) \(stepUp.method.rawValue)")
        case nil: break
        }
        return value
    }
}

/// An exchange that knows one code and one level, or is away.
final class Exchange: AccountVerifier {
    let methods: Set<StepUp.Method> = [.totp, .smsCode, .identityLevel]
    let failure = Mutex<AccountVerifierError?>(nil)
    let level = Mutex("L1")
    let texts = Recorder()

    private func beThere() throws(AccountVerifierError) {
        if let failure = failure.withLock({ $0 }) { throw failure }
    }

    func isRight(
        totp code: Redacted<String>,
        of account: String,
        for request: ID<StepUp>
    ) async throws(AccountVerifierError) -> Bool {
        try beThere()
        return code.exposed == StepUpBench.rightCode
    }

    func hasLevel(
        _ level: String,
        account: String,
        for request: ID<StepUp>
    ) async throws(AccountVerifierError) -> Bool {
        try beThere()
        return self.level.withLock { $0 } >= level
    }

    func sendText(
        _ text: Redacted<String>,
        in locale: LocaleCode,
        to account: String,
        for request: ID<StepUp>
    ) async throws(AccountVerifierError) -> String {
        try beThere()
        texts.add(text.exposed)
        return "•••4471"
    }

    func emailAddress(
        of account: String,
        for request: ID<StepUp>
    ) async throws(AccountVerifierError) -> Redacted<String>? {
        try beThere()
        return nil
    }
}

/// A mail server that takes everything.
struct Post: MailTransport {
    let letters = Recorder()

    func send(
        _ message: String,
        from sender: MailAddress,
        to recipient: MailAddress
    ) async throws(MailError) {
        letters.add(message)
    }
}
