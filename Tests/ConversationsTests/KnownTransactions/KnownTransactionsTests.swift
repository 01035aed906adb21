import Base
@testable import Conversations
import Foundation
import People
import Safeguard
import Storage
import Synchronization
import TestSupport
import Testing

/// What looks like a private key stays readable where the exchange knows it as a transaction of the customer's.
@Suite("Known transactions")
struct KnownTransactionsTests {
    private static let known = "a3f1c25e9b7d4480561e2fca0d9387b6e54c10ffab62d3798e0c4b5a16f7d892"
    private static let text = "my private key is \(known)"
    private static let hidden = "my private key is \(SecretsGate.mask)"

    /// An exchange that knows some transactions of one account.
    private final class Exchange: TransactionDirectory {
        struct Question: Hashable {
            let digests: [String]
            let account: String
        }

        private let account: String
        private let known: Set<TransactionDigest>
        private let state = Mutex<[Question]>([])

        init(of account: String, _ ids: [String]) {
            self.account = account
            self.known = Set(ids.compactMap { TransactionDigest($0) })
        }

        var asked: [Question] { state.withLock { $0 } }

        func known(
            among digests: [TransactionDigest],
            to account: String
        ) async -> Set<TransactionDigest> {
            state.withLock { $0.append(Question(digests: digests.map(\.text), account: account)) }
            // More than was asked for is no answer to it.
            return account == self.account ? known : []
        }
    }

    private static func digits(_ number: Int) -> String {
        let last = String(number, radix: 16)
        return known.dropLast(last.count) + last
    }

    private static func exchange(_ ids: [String] = [known]) -> Exchange {
        Exchange(of: "u1", ids)
    }

    @Test(
        "what its customer writes stays, and nothing says that something was hidden",
        arguments: TestDatabase.engines
    )
    func stays(on engine: Engine) async throws {
        let exchange = Self.exchange()
        try await Scenario.with(engine, transactions: exchange) { scenario in
            let customer = try await scenario.verified(uid: "u1")
            let chat = try await scenario.chat(of: customer, body: Self.text)
            try await scenario.write("private key: 0x\(Self.known.uppercased())", to: chat, by: customer)
            let messages = try await scenario.messages(of: chat)
            #expect(
                messages.map(\.body) == [Self.text, "private key: 0x\(Self.known.uppercased())"]
            )
            #expect(messages.allSatisfy { $0.masked.isEmpty && $0.event == nil })
            let digest = try #require(TransactionDigest(Self.known)).text
            #expect(exchange.asked == Array(repeating: .init(digests: [digest], account: "u1"), count: 2))
        }
    }

    @Test("in the subject of a ticket and in what is said with a rating too", arguments: TestDatabase.engines)
    func elsewhere(on engine: Engine) async throws {
        try await Scenario.with(engine, transactions: Self.exchange()) { scenario in
            let customer = try await scenario.verified(uid: "u1")
            let opening = Timeline.Opening(
                kind: .ticket,
                topic: .depositWithdrawal,
                subject: "key \(Self.known)",
                locale: .english,
                first: .init(clientID: UUID(), body: "see the subject")
            )
            let ticket = try await scenario.timeline.open(opening, by: customer, greeting: nil)
            #expect(ticket.subject == "key \(Self.known)")
            _ = try await scenario.timeline.resolve(ticket.id, by: customer)
            let before = try await scenario.messages(of: ticket).count
            _ = try await scenario.timeline.rate(ticket.id, score: 5, comment: Self.text, by: customer)
            let events = try await scenario.messages(of: ticket).dropFirst(before).map { $0.event?.type }
            #expect(events == [.rated])
        }
    }

    @Test(
        "what the exchange does not know is hidden, and another customer's too",
        arguments: TestDatabase.engines
    )
    func hides(on engine: Engine) async throws {
        try await Scenario.with(engine, transactions: Self.exchange()) { scenario in
            for (uid, number) in [("u1", 1), ("u2", nil)] as [(String, Int?)] {
                let customer = try await scenario.verified(uid: uid)
                let id = number.map(Self.digits) ?? Self.known
                let chat = try await scenario.chat(of: customer, body: "my private key is \(id)")
                let messages = try await scenario.messages(of: chat)
                #expect(messages[0].body == Self.hidden)
                #expect(messages[0].masked == [SecretKind.privateKey.rawValue])
                #expect(messages[1].event?.type == .secretMasked)
            }
        }
    }

    @Test("about a guest nobody is asked, nor where nobody can be", arguments: TestDatabase.engines)
    func nobody(on engine: Engine) async throws {
        let exchange = Self.exchange()
        try await Scenario.with(engine, transactions: exchange) { scenario in
            let chat = try await scenario.chat(of: try await scenario.guest(), body: Self.text)
            #expect(try await scenario.messages(of: chat)[0].body == Self.hidden)
        }
        #expect(exchange.asked == [])
        try await Scenario.with(engine) { scenario in
            let chat = try await scenario.chat(of: try await scenario.verified(uid: "u1"), body: Self.text)
            #expect(try await scenario.messages(of: chat)[0].body == Self.hidden)
        }
    }

    @Test("of one text a few are asked about; the others are hidden", arguments: TestDatabase.engines)
    func few(on engine: Engine) async throws {
        let ids = (1...6).map(Self.digits)
        let exchange = Self.exchange(ids)
        try await Scenario.with(engine, transactions: exchange) { scenario in
            let lines = ids.map { "private key: \($0)" }
            let body = lines.joined(separator: "\n")
            let chat = try await scenario.chat(of: try await scenario.verified(uid: "u1"), body: body)
            let kept = lines.prefix(KnownTransactions.mostOfText)
            let rest = Array(repeating: "private key: \(SecretsGate.mask)", count: 2)
            #expect(
                try await scenario.messages(of: chat)[0].body == (kept + rest).joined(separator: "\n")
            )
            #expect(exchange.asked.map(\.digests.count) == [KnownTransactions.mostOfText])
        }
    }

    @Test(
        "one customer is asked about so often a minute, and nobody else waits for it",
        arguments: TestDatabase.engines
    )
    func limited(on engine: Engine) async throws {
        let exchange = Self.exchange()
        try await Scenario.with(engine, transactions: exchange) { scenario in
            let customer = try await scenario.verified(uid: "u1")
            let chat = try await scenario.chat(of: customer, body: "hello")
            for _ in 0...KnownTransactions.mostPerMinute {
                try await scenario.write(Self.text, to: chat, by: customer)
            }
            let bodies = try await scenario.messages(of: chat).filter { $0.event == nil }.dropFirst()
                .map(\.body)
            #expect(bodies.dropLast().allSatisfy { $0 == Self.text })
            #expect(bodies.last == Self.hidden)
            #expect(exchange.asked.count == KnownTransactions.mostPerMinute)
            _ = try await scenario.chat(of: try await scenario.verified(uid: "u2"), body: Self.text)
            #expect(exchange.asked.count == KnownTransactions.mostPerMinute + 1)
            scenario.clock.advance(by: .seconds(60))
            try await scenario.write(Self.text, to: chat, by: customer)
            #expect(try await scenario.messages(of: chat).last?.body == Self.text)
        }
    }

    @Test(
        "an agent may quote the customer's, to them and in a note; not another one's",
        arguments: TestDatabase.engines
    )
    func agents(on engine: Engine) async throws {
        let exchange = Self.exchange()
        try await Scenario.with(engine, transactions: exchange) { scenario in
            let ada = try await scenario.agent("Ada")
            for (uid, body) in [("u1", Self.text), ("u2", Self.hidden)] {
                let chat = try await scenario.chat(of: try await scenario.verified(uid: uid))
                let draft = Timeline.Draft(clientID: UUID(), body: Self.text)
                #expect(try await scenario.timeline.reply(draft, to: chat.id, by: ada).body == body)
                #expect(try await scenario.timeline.note(draft, on: chat.id, by: ada).body == body)
            }
            let chat = try await scenario.chat(of: try await scenario.guest())
            let draft = Timeline.Draft(clientID: UUID(), body: Self.text)
            #expect(try await scenario.timeline.reply(draft, to: chat.id, by: ada).body == Self.hidden)
            #expect(exchange.asked.map(\.account) == ["u1", "u1", "u2", "u2"])
        }
    }
}
