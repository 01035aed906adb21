import Base
import People
import Safeguard
import Storage
import Testing
import TestSupport
@testable import Trust

/// What customers find in everything that we send them, on both engines.
@Suite struct AntiPhishingCodesTests {
    private func with(
        _ engine: Engine,
        _ body: @escaping @Sendable (Scenario, AntiPhishingCodes) async throws -> Void
    ) async throws {
        try await Scenario.with(engine) { scenario in
            let codes = AntiPhishingCodes(scenario.database, gate: SecretsGate(), clock: scenario.clock)
            try await body(scenario, codes)
        }
    }

    @Test("a code is kept, changed and taken away, for its customer alone", arguments: TestDatabase.engines)
    func kept(_ engine: Engine) async throws {
        try await with(engine) { scenario, codes in
            let customer = try await scenario.verified(uid: "20260001")
            let other = try await scenario.verified(uid: "20260002", name: "Emma")
            #expect(try await codes.code(of: customer.id) == nil)
            try await codes.choose("  blue   heron ", for: customer)
            try await codes.choose("海上明月", for: other)
            #expect(try await codes.code(of: customer.id)?.text == "blue heron")
            #expect(try await codes.code(of: other.id)?.text == "海上明月")
            try await codes.choose("red fox 7", for: customer)
            let inside = try await scenario.database.write { db in
                try AntiPhishingCodes.code(of: customer.id, in: db)
            }
            #expect(inside?.text == "red fox 7")
            try await codes.remove(for: customer)
            try await codes.remove(for: customer)
            #expect(try await codes.code(of: customer.id) == nil)
            #expect(try await codes.code(of: other.id)?.text == "海上明月")
        }
    }

    @Test(
        "it is sealed under the customer's key: moved or without the key nobody reads it",
        arguments: TestDatabase.engines
    )
    func sealed(_ engine: Engine) async throws {
        try await with(engine) { scenario, codes in
            let customer = try await scenario.verified(uid: "20260001")
            let other = try await scenario.verified(uid: "20260002", name: "Emma")
            try await codes.choose("blue heron", for: customer)
            try await codes.choose("red fox", for: other)
            let kept = try await scenario.database.read { db in
                try db.values([UInt8].self, "SELECT code FROM anti_phishing_code")
            }
            #expect(kept.count == 2)
            #expect(kept.allSatisfy { !String(decoding: $0, as: UTF8.self).contains("blue") })

            let theirs = try await scenario.database.read { db in
                try db.value(
                    [UInt8].self,
                    "SELECT code FROM anti_phishing_code WHERE customer_id = \(other.id)"
                )
            }
            _ = try await scenario.database.write { db in
                try db.run(
                    "UPDATE anti_phishing_code SET code = \(theirs) WHERE customer_id = \(customer.id)"
                )
            }
            await #expect(throws: (any Error).self) { _ = try await codes.code(of: customer.id) }

            try await scenario.database.write { db in try db.destroyDataKey(of: KeyOwner(other.id)) }
            #expect(try await codes.code(of: other.id) == nil)
        }
    }

    @Test("a guest has none")
    func guests() async throws {
        try await with(.sqlite) { scenario, codes in
            let guest = try await scenario.guest()
            await #expect(throws: AntiPhishingCodeError.notSignedIn) {
                try await codes.choose("blue heron", for: guest)
            }
        }
    }

    @Test(arguments: [
        ("abc", AntiPhishingCodeError.wrongLength), ("", .wrongLength), ("   a b ", .wrongLength),
        (String(repeating: "a", count: 21), .wrongLength),
        ("e" + String(repeating: "\u{301}", count: 200) + "abc", .wrongLength),
        ("blue\u{200b}heron", .notVisible),
        ("blue\u{202e}heron", .notVisible), ("----", .notVisible), ("a\u{0}bcd", .notVisible),
        ("https://a.example", .looksLikeLink), ("me@a.example", .looksLikeLink),
        ("www.a.example", .looksLikeLink),
        ("123456", .looksLikePassword), ("2468", .looksLikePassword), ("Summer2026!", .looksLikePassword),
        ("myPassword", .looksLikePassword), ("我的密码在此", .looksLikePassword), ("aB3$xyzq", .looksLikePassword),
        ("Tr0ub4dor", .looksLikePassword), ("4111 1111 1111 1111", .looksLikePassword),
    ])
    func refused(_ typed: String, _ error: AntiPhishingCodeError) {
        #expect(throws: error) { _ = try AntiPhishingCode(typed, gate: SecretsGate()) }
    }

    @Test(arguments: ["blue heron", "海上明月", "Ming7", "zhu-7", "red fox 7", "Ω≈ç∂ heron", "Great Wall 2008"])
    func accepted(_ typed: String) throws {
        #expect(try AntiPhishingCode(typed, gate: SecretsGate()).text == typed)
    }

    @Test("a message that leaves the product carries it in the reader's language")
    func line() throws {
        let localisation = try Localisation(assets: [TrustAssets.files])
        let code = try AntiPhishingCode("blue heron", gate: SecretsGate())
        for locale in [LocaleCode.english, .simplifiedChinese] {
            #expect(code.line(in: locale, localisation).contains("blue heron"))
        }
        #expect(code.line(in: .english, localisation) != code.line(in: .simplifiedChinese, localisation))
    }

    @Test("the codes that are sent by mail and by SMS carry it", arguments: TestDatabase.engines)
    func sent(_ engine: Engine) async throws {
        try await StepUpBench.with(engine) { bench in
            let codes = AntiPhishingCodes(bench.database, gate: SecretsGate(), clock: bench.clock)
            let plain = try await bench.ask(.emailCode)
            _ = try await bench.stepUps.sendCode(plain.id, in: bench.place, for: bench.customer)
            #expect(try await !bench.mailedText().contains("anti-phishing"))

            try await codes.choose("blue heron", for: bench.customer)
            bench.clock.advance(by: StepUp.pauseBetweenSends)
            let mailed = try await bench.ask(.emailCode)
            _ = try await bench.stepUps.sendCode(mailed.id, in: bench.place, for: bench.customer)
            #expect(try await bench.mailedText().contains("Your anti-phishing code: blue heron"))
            bench.clock.advance(by: StepUp.pauseBetweenSends)
            let texted = try await bench.ask(.smsCode)
            _ = try await bench.stepUps.sendCode(texted.id, in: bench.place, for: bench.customer)
            #expect(bench.exchange.texts.all.last?.contains("Your anti-phishing code: blue heron") == true)
        }
    }

    @Test("it is printed nowhere")
    func printed() throws {
        let code = try AntiPhishingCode("blue heron", gate: SecretsGate())
        var dumped = ""
        dump(code, to: &dumped)
        #expect(!"\(code) \(dumped) \(String(reflecting: code))".contains("blue"))
    }
}
