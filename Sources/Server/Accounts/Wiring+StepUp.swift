import Assistant
import Base
import Conversations
import Hummingbird
import People
import Storage
import Trust
import Web

/// The gateway to the exchange, as step-ups ask it.
struct GatewayVerifier: AccountVerifier {
    let gateway: AccountGateway

    var methods: Set<StepUp.Method> { Self.methods(of: gateway.questions) }

    /// What can be asked for by some questions.
    static func methods(of questions: Set<AccountServer.Question>) -> Set<StepUp.Method> {
        Set(
            questions.compactMap { question in
                switch question {
                case .totp: .totp
                case .identity: .identityLevel
                case .sms: .smsCode
                case .contact: .emailCode
                case .transactions: nil
                }
            }
        )
    }

    func isRight(
        totp code: Redacted<String>,
        of account: String,
        for request: ID<StepUp>
    ) async throws(AccountVerifierError) -> Bool {
        do {
            return try await gateway.isRight(totp: code, of: account, for: request.description)
        } catch {
            throw Self.told(error)
        }
    }

    func hasLevel(
        _ level: String,
        account: String,
        for request: ID<StepUp>
    ) async throws(AccountVerifierError) -> Bool {
        do {
            return try await gateway.hasLevel(level, account: account, for: request.description)
        } catch {
            throw Self.told(error)
        }
    }

    func sendText(
        _ text: Redacted<String>,
        in locale: LocaleCode,
        to account: String,
        for request: ID<StepUp>
    ) async throws(AccountVerifierError) -> String {
        do {
            return try await gateway.sendText(text, in: locale, to: account, for: request.description)
        } catch {
            throw Self.told(error)
        }
    }

    func emailAddress(
        of account: String,
        for request: ID<StepUp>
    ) async throws(AccountVerifierError) -> Redacted<String>? {
        do {
            return try await gateway.emailAddress(of: account, for: request.description)
        } catch {
            throw Self.told(error)
        }
    }

    private static func told(_ error: AccountGatewayError) -> AccountVerifierError {
        switch error {
        case .unavailable: .unavailable
        case .notSetUp: .notSetUp
        case .locked: .locked
        }
    }
}

/// Conversations, as step-ups happen in them.
struct ConversationStage: StepUpStage {
    let timeline: Timeline

    func audience(of place: ID<ConversationPlace>, in db: Connection) throws -> StepUpAudience? {
        guard let audience = try Timeline.verificationAudience(of: try Self.conversation(place), in: db)
        else { return nil }
        return StepUpAudience(
            customer: audience.customer,
            locale: audience.locale,
            isClosed: audience.isClosed
        )
    }

    func perform<Value: Sendable>(
        in place: ID<ConversationPlace>,
        _ body: @escaping @Sendable (Connection) throws -> (value: Value, news: StepUpNews?)
    ) async throws -> Value {
        try await timeline.verify(in: try Self.conversation(place)) { db in
            let (value, news) = try body(db)
            return (value, news.flatMap(Self.told))
        }
    }

    /// The same id by its other name.
    private static func conversation(_ place: ID<ConversationPlace>) throws -> ID<Conversation> {
        guard let id = ID<Conversation>(bytes: place.bytes) else { throw StepUpError.notFound }
        return id
    }

    private static func told(_ news: StepUpNews) -> VerificationNews? {
        switch news {
        case .asked(let stepUp, let agent): return .asked(stepUp, by: agent)
        case .decided(let stepUp):
            let verified = TimelineEvent.Verified(
                purpose: stepUp.purpose.rawValue,
                method: stepUp.method.rawValue
            )
            switch stepUp.status {
            case .verified: return .decided(.verificationPassed, verified, until: stepUp.validUntil)
            case .failed: return .decided(.verificationFailed, verified, until: nil)
            case .cancelled: return .decided(.verificationTakenBack, verified, until: nil)
            case .waiting, .expired, .cleared: return nil
            }
        }
    }
}

extension Wiring {
    /// By what customers can be asked to prove who they are.
    static func verificationMethods(_ configuration: ServerConfiguration) -> [StepUp.Method] {
        let questions = configuration.accounts.map { accounts in
            accounts.questions.union(configuration.texts == nil ? [] : [.sms])
        }
        return StepUps.methods(
            of: GatewayVerifier.methods(of: questions ?? []),
            sendsMail: configuration.mail != nil
        )
    }

    /// That customers prove in a conversation who they are.
    func registerStepUps(_ router: Router<WebContext>) {
        let stepUps = StepUps(
            database,
            stage: ConversationStage(timeline: timeline),
            accounts: accountGateway.map(GatewayVerifier.init),
            mailer: mailer,
            brand: configuration.brand,
            localisation: localisation,
            clock: clock
        )
        // Answers are few, whoever gives them.
        StepUpRoutes(
            stepUps: stepUps,
            answers: limiter(max(1, configuration.writesPerMinute / 4)),
            asking: limiter(configuration.writesPerMinute)
        ).register(on: router, AgentRouter(router, signs: signs))
        VerificationRuleRoutes(rules: verificationRules, approvals: approvals).register(
            on: AgentRouter(router, base: "/api/v1/admin", signs: signs)
        )
    }
}
