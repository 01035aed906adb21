package import Base
package import People
package import Storage

/// The conversations that step-ups happen in; the room upstairs knows them.
package protocol StepUpStage: Sendable {
    /// Who the customer of a conversation is by now, and whether something can still happen in it; nil where there is
    /// none.
    func audience(of place: ID<ConversationPlace>, in db: Connection) throws -> StepUpAudience?

    /// Runs a body in a transaction of the conversation, and tells in its timeline what the body returns besides.
    func perform<Value: Sendable>(
        in place: ID<ConversationPlace>,
        _ body: @escaping @Sendable (Connection) throws -> (value: Value, news: StepUpNews?)
    ) async throws -> Value
}

/// Who sees a step-up.
package struct StepUpAudience: Sendable {
    package let customer: Customer
    /// The language of the conversation.
    package let locale: LocaleCode
    package let isClosed: Bool

    package init(customer: Customer, locale: LocaleCode, isClosed: Bool) {
        self.customer = customer
        self.locale = locale
        self.isClosed = isClosed
    }
}

/// What both sides read about a step-up.
package enum StepUpNews: Sendable {
    /// Somebody asked for one: its card.
    case asked(StepUp, by: Agent)
    /// It is decided.
    case decided(StepUp)
}

/// What the exchange knows of an account and we do not: the gateway to it (docs/integration.md).
package protocol AccountVerifier: Sendable {
    /// What the exchange, and who sends text messages for it, can do.
    var methods: Set<StepUp.Method> { get }

    /// Whether a code is what the account's authenticator app shows at this moment.
    ///
    /// - `request`: For the exchange's own log.
    func isRight(
        totp code: Redacted<String>,
        of account: String,
        for request: ID<StepUp>
    ) async throws(AccountVerifierError) -> Bool

    /// Whether the exchange has verified as much about its owner as is needed.
    func hasLevel(
        _ level: String,
        account: String,
        for request: ID<StepUp>
    ) async throws(AccountVerifierError) -> Bool

    /// Sends a text message to the account's owner.
    ///
    /// - Returns: Where it went, as much as may be told.
    func sendText(
        _ text: Redacted<String>,
        in locale: LocaleCode,
        to account: String,
        for request: ID<StepUp>
    ) async throws(AccountVerifierError) -> String

    /// The address that the exchange writes to; nil where it knows none.
    func emailAddress(
        of account: String,
        for request: ID<StepUp>
    ) async throws(AccountVerifierError) -> Redacted<String>?
}

/// Why the exchange told nothing.
package enum AccountVerifierError: Error, Hashable {
    /// It is away, too slow, or says what is not in the contract.
    case unavailable
    /// The account has no such thing.
    case notSetUp
    /// It will not hear of this account for a while.
    case locked
}
