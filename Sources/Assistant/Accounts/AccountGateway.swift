import AsyncHTTPClient
package import Base
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
package import Logging
package import Safeguard

/// Where the exchange answers about its accounts.
package struct AccountServer: Sendable {
    /// What it can be asked.
    package enum Question: String, Sendable, Hashable, CaseIterable {
        case totp, identity, sms, contact, transactions
    }

    /// The address that the questions' names are added to, without a slash at its end; nil while it is not known.
    package let address: @Sendable () -> String?
    package let secret: Redacted<[UInt8]>
    package let questions: Set<Question>

    package init(
        secret: Redacted<[UInt8]>,
        questions: Set<Question> = Set(Question.allCases),
        address: @escaping @Sendable () -> String?
    ) {
        self.address = address
        self.secret = secret
        self.questions = questions
    }
}

/// Why the exchange did not answer a question.
package enum AccountGatewayError: Error, Hashable {
    /// It is away, too slow, or says what is not in the contract: nobody can tell.
    case unavailable
    /// The account has no such thing, or there is no such account.
    case notSetUp
    /// It will not hear of this account for a while.
    case locked
}

/// Asks the exchange about accounts: signed requests with a strict limit on time and size, and nothing of what is asked
/// or answered in the log.
///
/// docs/integration.md is the contract.
package final class AccountGateway: Sendable {
    /// Connecting, and everything together: a person waits.
    private static let connecting = TimeAmount.seconds(3)
    private static let altogether = Duration.seconds(6)
    /// The same where a message waits.
    private static let aside = Duration.seconds(1)
    /// The largest answer that is read.
    private static let mostBytes = 16 * 1024

    private let server: AccountServer
    private let texts: AccountServer?
    private let client: HTTPClient
    private let clock: any WallClock
    private let logger: Logger

    /// - `texts`: Who sends text messages, where that is another program.
    package init(
        _ server: AccountServer,
        texts: AccountServer? = nil,
        clock: any WallClock,
        logger: Logger
    ) {
        self.server = server
        self.texts = texts
        self.clock = clock
        self.logger = logger
        // A redirection is an answer: what was signed for one address is of no use at another.
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout.connect = Self.connecting
        configuration.timeout.read = TimeAmount(Self.altogether)
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = .http1Only
        client = HTTPClient(
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            configuration: configuration
        )
    }

    deinit {
        // The client outlives this object until its connections are closed; nobody is left to hear of an error.
        client.shutdown { _ in }
    }

    /// What can be asked.
    package var questions: Set<AccountServer.Question> {
        server.questions.union(texts == nil ? [] : [.sms])
    }

    /// Whether a code is what the account's authenticator app shows at this moment.
    package func isRight(
        totp code: Redacted<String>,
        of account: String,
        for request: String
    ) async throws(AccountGatewayError) -> Bool {
        let question = ["request": request, "account": account, "code": code.exposed]
        return try await ask(.totp, question, CodeAnswer.self).valid
    }

    /// Whether the exchange has verified as much about the account's owner as is needed.
    package func hasLevel(
        _ level: String,
        account: String,
        for request: String
    ) async throws(AccountGatewayError) -> Bool {
        let question = ["request": request, "account": account, "level": level]
        return try await ask(.identity, question, LevelAnswer.self).satisfied
    }

    /// Sends a text message to the account's owner.
    ///
    /// - Returns: Where it went, as much as may be told.
    package func sendText(
        _ text: Redacted<String>,
        in locale: LocaleCode,
        to account: String,
        for request: String
    ) async throws(AccountGatewayError) -> String {
        let question = [
            "request": request, "account": account, "text": text.exposed, "locale": locale.rawValue,
        ]
        return try await ask(.sms, question, TextAnswer.self).place
    }

    /// The address that the exchange writes to; nil where it knows none.
    package func emailAddress(
        of account: String,
        for request: String
    ) async throws(AccountGatewayError) -> Redacted<String>? {
        let question = ["request": request, "account": account]
        return try await ask(.contact, question, ContactAnswer.self).email.map { Redacted($0) }
    }

    /// Which of some transactions the exchange knows and would show to an account.
    ///
    /// Told is their digests alone, for what looks like a transaction may be a key; asked is once, for a second.
    package func known(
        among transactions: [TransactionDigest],
        to account: String
    ) async throws(AccountGatewayError) -> Set<TransactionDigest> {
        struct Question: Encodable {
            let account: String
            let digests: [String]
        }
        let question = Question(account: account, digests: transactions.map(\.text))
        return try await ask(.transactions, question, TransactionsAnswer.self, within: Self.aside)
            .among(transactions)
    }

    private func ask<Answer: Decodable & Sendable>(
        _ question: AccountServer.Question,
        _ body: some Encodable & Sendable,
        _ kind: Answer.Type,
        within limit: Duration = AccountGateway.altogether
    ) async throws(AccountGatewayError) -> Answer {
        let asked = question == .sms ? texts ?? server : server
        do {
            return try await Self.limited(to: limit) { try await self.send(question, body, to: asked) }
        } catch let refusal as AccountGatewayError {
            throw refusal
        } catch {
            // Neither the question nor the answer: the kind of what went wrong.
            logger.warning("the exchange told nothing about \(question.rawValue): \(type(of: error))")
            throw .unavailable
        }
    }

    /// The client's own limit ends with the head of an answer: one that comes byte by byte is not waited for either.
    private static func limited<Value: Sendable>(
        to limit: Duration,
        _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value.self) { group in
            group.addTask { try await work() }
            group.addTask {
                try await Task.sleep(for: limit)
                throw Trouble.tooSlow
            }
            defer { group.cancelAll() }
            guard let first = try await group.next() else { throw Trouble.tooSlow }
            return first
        }
    }

    enum Trouble: Error {
        case noAddress
        case tooSlow
        case answered(UInt)
    }

    private func send<Answer: Decodable & Sendable>(
        _ question: AccountServer.Question,
        _ body: some Encodable & Sendable,
        to server: AccountServer
    ) async throws -> Answer {
        guard let address = server.address(), let url = URL(string: "\(address)/\(question.rawValue)") else {
            throw Trouble.noAddress
        }
        let bytes = Array(try WireJSON.encode(body))
        let signed = SignedRequest(
            method: "POST",
            path: url.path(percentEncoded: true) + (url.query.map { "?\($0)" } ?? ""),
            timestamp: clock.now.milliseconds / 1000,
            nonce: SignedRequest.newNonce(),
            body: bytes
        )
        var request = HTTPClientRequest(url: url.absoluteString)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.headers.add(name: SignedRequest.timestampHeader, value: String(signed.timestamp))
        request.headers.add(name: SignedRequest.nonceHeader, value: signed.nonce)
        request.headers.add(name: SignedRequest.signatureHeader, value: signed.signature(server.secret))
        request.body = .bytes(ByteBuffer(bytes: bytes))
        let response = try await client.execute(request, timeout: TimeAmount(Self.altogether))
        let answer = Data(try await response.body.collect(upTo: Self.mostBytes).readableBytesView)
        return try Self.read(answer, status: response.status.code)
    }
}
