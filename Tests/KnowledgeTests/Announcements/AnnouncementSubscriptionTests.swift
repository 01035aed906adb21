import Base
import Dispatch
@testable import Knowledge
import Mail
import People
import Safeguard
import Storage
import TestSupport
import Testing

/// Announcements by mail, on both engines.
@Suite("Subscriptions by mail")
struct AnnouncementSubscriptionTests {
    private typealias Room = SubscriptionRoom

    @Test(
        "who said yes is told in their language of a beginning, each step and the end",
        arguments: TestDatabase.engines
    )
    func incident(_ engine: Engine) async throws {
        try await Room.with(engine) { room in
            try await room.offer(["withdrawals"])
            let scope = try SubscriptionScope(kinds: ["incident"], products: ["Withdrawals"])
            let token = try await room.subscribe("li@reader.example", scope, in: .simplifiedChinese)

            try await room.room.publish()
            let begun = try #require(try await room.letters().last)
            #expect(begun.to == "li@reader.example")
            #expect(begun.text.hasPrefix("比特币延迟\n服务异常 · "))
            #expect(begun.text.contains("正在排查。"))
            #expect(begun.text.contains("https://help.example/announcements/btc-delay?lang=zh-CN"))
            #expect(begun.message.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"))
            #expect(
                begun.message.contains(
                    "List-Unsubscribe: <https://help.example/announcements/subscriptions/end?token=\(token)&lang=zh-CN>"
                )
            )

            room.clock.advance(by: .seconds(60))
            try await room.room.tell("A node is behind.", .identified)
            #expect(try await room.letters().map(\.text).last?.contains("进展") == true)
            room.clock.advance(by: .seconds(60))
            try await room.room.tell("All is well.", .resolved)
            let over = try await room.letters()
            #expect(over.count == 1 && over.last?.text.contains("已恢复") == true)

            try await room.subscriptions.end(token)
            room.clock.advance(by: .seconds(60))
            try await room.room.tell("It began again.", .investigating)
            #expect(try await room.letters().isEmpty)
        }
    }

    @Test("nobody hears what they did not ask for", arguments: TestDatabase.engines)
    func scopes(_ engine: Engine) async throws {
        try await Room.with(engine) { room in
            let scopes = [
                "all@reader.example": SubscriptionScope(),
                "kind@reader.example": SubscriptionScope(kinds: [.incident, .maintenance]),
                "other-kind@reader.example": SubscriptionScope(kinds: [.listing]),
                "product@reader.example": SubscriptionScope(products: ["spot", "withdrawals"]),
                "other-product@reader.example": SubscriptionScope(kinds: [.incident], products: ["spot"]),
            ]
            try await room.offer(["spot", "withdrawals"])
            for (address, scope) in scopes { try await room.subscribe(address, scope) }
            try await room.subscriptions.ask(
                "silent@reader.example",
                SubscriptionScope(),
                by: nil,
                in: .english
            )
            _ = try await room.letters()

            try await room.room.publish()

            let told = Set(try await room.letters().map(\.to))
            #expect(told == ["all@reader.example", "kind@reader.example", "product@reader.example"])
        }
    }

    @Test("the link to say yes ends with its day, and the address with it", arguments: TestDatabase.engines)
    func patience(_ engine: Engine) async throws {
        try await Room.with(engine) { room in
            try await room.subscriptions.ask("li@reader.example", SubscriptionScope(), by: nil, in: .english)
            let token = try #require(try await room.letters().last?.token)
            room.clock.advance(by: .seconds(86_400))

            #expect(try await room.subscriptions.confirm(token) == false)
            #expect(try await room.subscriptions.subscription(token) == nil)
            try await room.runJobs()
            #expect(try await room.count() == 0)

            let confirmed = try await room.subscribe("li@reader.example")
            room.clock.advance(by: .seconds(2 * 86_400))
            try await room.runJobs()
            #expect(try await room.subscriptions.confirm(confirmed))
            #expect(try await room.count() == 1)
        }
    }

    @Test(
        "a later choice takes an earlier one's place, and the old link changes nothing",
        arguments: TestDatabase.engines
    )
    func laterChoice(_ engine: Engine) async throws {
        try await Room.with(engine) { room in
            let first = try await room.subscribe("Li@reader.example", SubscriptionScope(kinds: [.listing]))
            let second = try await room.subscribe("lI@Reader.example", SubscriptionScope(kinds: [.incident]))

            #expect(try await room.count() == 1)
            #expect(try await room.subscriptions.confirm(first) == false)
            #expect(try await !room.subscriptions.change(first, to: SubscriptionScope(), in: .english))
            #expect(try await room.subscriptions.confirm(second))
            let changed = SubscriptionScope(kinds: [.rules])
            #expect(try await room.subscriptions.change(second, to: changed, in: .simplifiedChinese))
            let kept = try #require(try await room.subscriptions.subscription(second))
            #expect(kept.scope == changed && kept.locale == .simplifiedChinese)

            try await room.subscriptions.end(second)
            // Played again, it brings nothing back.
            #expect(try await room.subscriptions.confirm(second) == false)
            #expect(try await room.count() == 0)
        }
    }

    @Test(
        "only what announcements name is chosen, so that nobody writes words of their own to others",
        arguments: TestDatabase.engines
    )
    func products(_ engine: Engine) async throws {
        try await Room.with(engine) { room in
            let refusal = SubscriptionError.unknown(field: "products")
            // Of a draft nobody knows yet.
            for product in ["your-account-is-frozen", "withdrawals"] {
                await #expect(throws: refusal) {
                    try await room.subscriptions.ask(
                        "li@reader.example",
                        SubscriptionScope(products: [product]),
                        by: nil,
                        in: .english
                    )
                }
            }
            #expect(try await room.letters().isEmpty)
            #expect(try await room.count() == 0)

            // As many as are offered, and more than one announcement names.
            let products = (0..<60).map { "coin-\($0)" }
            try await room.offer(products)
            let scope = try SubscriptionScope(kinds: [], products: products, most: nil)
            let token = try await room.subscribe("li@reader.example", scope)
            #expect(try await room.subscriptions.subscription(token)?.scope.products == products.sorted())

            // What no announcement names any more stays, and nothing comes to it.
            try await room.offer(["spot"])
            let fewer = SubscriptionScope(products: ["coin-1", "spot"])
            #expect(try await room.subscriptions.change(token, to: fewer, in: .english))
            for product in ["your-account-is-frozen", "coin-2"] {
                await #expect(throws: refusal) {
                    try await room.subscriptions.change(
                        token,
                        to: SubscriptionScope(products: ["spot", product]),
                        in: .english
                    )
                }
            }
            #expect(try await room.subscriptions.subscription(token)?.scope == fewer)
        }
    }

    @Test("a link that was made up takes nobody's turn to write", arguments: TestDatabase.engines)
    func madeUp(_ engine: Engine) async throws {
        try await Room.with(engine) { room in
            let (writing, mayGoOn) = (Recorder(), DispatchSemaphore(value: 0))
            // Beside what the test does meanwhile.
            let writer = Task {
                try await room.database.write { _ in
                    writing.add("begun")
                    return mayGoOn.wait(timeout: .now() + 600) == .success
                }
            }
            while writing.all.isEmpty { try await Task.sleep(for: .milliseconds(5)) }

            #expect(try await room.subscriptions.confirm("sbn_forged") == false)
            let junk = SubscriptionScope(products: ["your-account-is-frozen"])
            #expect(try await !room.subscriptions.change("sbn_forged", to: junk, in: .english))
            try await room.subscriptions.end("sbn_forged")

            mayGoOn.signal()
            #expect(try await writer.value)
        }
    }

    @Test("an address is asked three times an hour, whoever asks", arguments: TestDatabase.engines)
    func questions(_ engine: Engine) async throws {
        try await Room.with(engine) { room in
            func ask(_ address: String) async throws {
                try await room.subscriptions.ask(address, SubscriptionScope(), by: nil, in: .english)
            }
            for address in [
                "li@reader.example", "LI@reader.example", " li@reader.example ", "Li@reader.example",
            ] {
                try await ask(address)
            }
            #expect(try await room.letters().count == 3)
            try await ask("wang@reader.example")
            #expect(try await room.letters().map(\.to) == ["wang@reader.example"])
            room.clock.advance(by: .seconds(3601))
            try await ask("li@reader.example")
            #expect(try await room.letters().count == 1)
        }
    }

    @Test(
        "what is no address is no letter",
        arguments: [
            "", "li", "li@reader.example\r\nBcc: all@reader.example", "li@reader.example,wang@reader.example",
            "<li@reader.example>", "li@reader.example?bcc=wang@reader.example", "\"li\"@reader.example",
        ]
    )
    func addresses(_ text: String) async throws {
        try await Room.with(.sqlite) { room in
            await #expect(throws: SubscriptionError.noAddress) {
                try await room.subscriptions.ask(text, SubscriptionScope(), by: nil, in: .english)
            }
            let letters = try await room.letters()
            #expect(letters.isEmpty)
        }
    }

    @Test("the address is not to be read in the database", arguments: TestDatabase.engines)
    func sealing(_ engine: Engine) async throws {
        try await Room.with(engine) { room in
            let token = try await room.subscribe("li@reader.example")
            let bytes = try await room.database.read { db in
                try db.values([UInt8].self, "SELECT contents FROM announcement_subscription")
                    + db.values([UInt8].self, "SELECT address_hash FROM announcement_subscription")
                    + db.values([UInt8].self, "SELECT token_hash FROM announcement_subscription")
            }
            let text = bytes.map { String(decoding: $0, as: UTF8.self) }.joined()
            #expect(bytes.count == 3)
            #expect(!text.contains("reader") && !text.contains(token))
            #expect(!bytes.contains(OpaqueToken.digest(of: "li@reader.example")))
        }
    }

    @Test("of a customer's mailbox alone the letters hold their code", arguments: TestDatabase.engines)
    func code(_ engine: Engine) async throws {
        let customer = ID<Customer>(at: FixedClock().now)
        let mark: AnnouncementSubscriptions.Mark = { asked, address, locale, _ in
            asked == customer && address.description == "own@reader.example" ? "heron (\(locale))" : nil
        }
        try await Room.with(engine, mark: mark) { room in
            try await room.subscriptions.ask(
                "own@reader.example",
                SubscriptionScope(),
                by: customer,
                in: .english
            )
            let question = try #require(try await room.letters().last)
            // Whoever asks need not own the mailbox.
            #expect(!question.text.contains("heron"))
            let token = try #require(question.token)
            #expect(try await room.subscriptions.confirm(token))
            try await room.subscribe("other@reader.example", by: customer)
            try await room.subscribe("guest@reader.example")

            try await room.room.publish()

            let letters = try await room.letters()
            #expect(letters.count == 3)
            let marked = letters.filter { $0.text.contains("heron") }
            #expect(marked.map(\.to) == ["own@reader.example"])
            #expect(marked.first?.text.hasPrefix("heron (en)\n\n") == true)
        }
    }

    @Test("a customer's subscriptions are given out and erased with them", arguments: TestDatabase.engines)
    func records(_ engine: Engine) async throws {
        try await Room.with(engine) { room in
            let customer = ID<Customer>(at: room.clock.now)
            try await room.subscribe("own@reader.example", SubscriptionScope(kinds: [.rules]), by: customer)
            try await room.subscribe("guest@reader.example")
            let records = SubscriptionRecords(room.database)
            let subject = DataSubject(id: customer, ids: [customer])
            let told = Recorder()

            try await records.export(subject, for: .subject) { document in
                told.add("\(document.path) \(String(decoding: document.content, as: UTF8.self))")
            }
            let now = room.clock.now
            let step = try await room.database.write { db in try records.erase(subject, at: now, in: db) }

            #expect(told.all.count == 1)
            #expect(told.all.first?.hasPrefix("announcement_subscriptions.json") == true)
            #expect(told.all.first?.contains("own@reader.example") == true)
            #expect(told.all.first?.contains("sbn_") == false)
            #expect(step == ErasureStep(erased: [.announcementSubscriptions: 1], isDone: true))
            #expect(try await room.count() == 1)
        }
    }
}

extension SubscriptionRoom {
    /// Subscriptions that are kept, said yes to or not.
    func count() async throws -> Int {
        try await database.read { db in
            try db.value(Int.self, "SELECT COUNT(*) FROM announcement_subscription") ?? 0
        }
    }
}
