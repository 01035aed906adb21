import Base
import People
import Safeguard
import Testing
@testable import Trust

/// Every status with every event, and the limits.
@Suite struct StepUpRulesTests {
    private static let start = Instant(milliseconds: 1_700_000_000_000)
    private static let owner = StepUpIdentity(hash: [1], level: "L2")
    private static let other = StepUpIdentity(hash: [2], level: "L2")
    private static let events: [StepUp.Event] = [
        .sending(codeHash: [7]), .sent(to: "l•••"), .notSent, .answered, .wasRight, .wasWrong, .notChecked,
        .takenBack,
    ]

    private func stepUp(_ status: StepUp.Status = .waiting, by method: StepUp.Method = .emailCode) -> StepUp {
        var stepUp = StepUp(
            id: ID(at: Self.start),
            place: ID(at: Self.start),
            customer: ID(at: Self.start),
            purpose: .withdrawals,
            method: method,
            requiredLevel: nil,
            askedBy: ID(at: Self.start),
            createdAt: Self.start,
            expiresAt: Self.start + StepUp.patience,
            identity: Self.owner
        )
        stepUp.status = status
        if status == .verified { stepUp.validUntil = Self.start + StepUp.validity }
        return stepUp
    }

    @Test(arguments: [StepUp.Status.verified, .failed, .expired, .cancelled, .cleared])
    func whatIsOverStaysAsItIs(_ status: StepUp.Status) {
        for event in Self.events {
            var over = stepUp(status)
            let before = over
            #expect(throws: StepUpError.over(status)) {
                try over.apply(event, at: Self.start, for: Self.owner)
            }
            #expect(over == before)
        }
    }

    @Test func waitingTakesEveryEvent() throws {
        for event in Self.events {
            var waiting = stepUp()
            waiting.codeHash = [7]
            waiting.attempts = 1
            let effects = try waiting.apply(event, at: Self.start, for: Self.owner)
            switch event {
            case .wasRight: #expect(effects == [.tellVerified] && waiting.status == .verified)
            case .takenBack: #expect(effects == [.tellTakenBack] && waiting.status == .cancelled)
            default: #expect(effects == [] && waiting.status == .waiting)
            }
        }
    }

    @Test func itHoldsForAWhileAndForNobodyElse() throws {
        var one = stepUp(by: .totp)
        _ = try one.apply(.answered, at: Self.start, for: Self.owner)
        _ = try one.apply(.wasRight, at: Self.start, for: Self.owner)
        #expect(one.standing(at: Self.start, for: Self.owner) == .verified)
        #expect(one.standing(at: Self.start, for: Self.other) == .cleared)
        #expect(
            one.standing(at: Self.start + StepUp.validity - .milliseconds(1), for: Self.owner) == .verified
        )
        #expect(one.standing(at: Self.start + StepUp.validity, for: Self.owner) == .expired)
    }

    @Test func whoeverItIsNowCannotAnswerForWhoItWas() {
        for event in Self.events {
            var waiting = stepUp(by: .totp)
            #expect(throws: StepUpError.over(.cleared)) {
                try waiting.apply(event, at: Self.start, for: Self.other)
            }
        }
    }

    @Test func anAnswerInTimeMayBeToldLateAndNoneIsTakenLate() throws {
        let late = Self.start + StepUp.patience
        var one = stepUp(by: .totp)
        _ = try one.apply(.answered, at: late - .milliseconds(1), for: Self.owner)
        #expect(throws: StepUpError.over(.expired)) { try one.apply(.answered, at: late, for: Self.owner) }
        #expect(try one.apply(.wasRight, at: late, for: Self.owner) == [.tellVerified])
    }

    @Test func theFifthWrongAnswerEndsIt() throws {
        var one = stepUp(by: .totp)
        for attempt in 1...StepUp.mostAttempts {
            _ = try one.apply(.answered, at: Self.start, for: Self.owner)
            let effects = try one.apply(.wasWrong, at: Self.start, for: Self.owner)
            #expect(effects == (attempt == StepUp.mostAttempts ? [.tellFailed] : []))
        }
        #expect(one.status == .failed)
        #expect(throws: StepUpError.over(.failed)) {
            try one.apply(.answered, at: Self.start, for: Self.owner)
        }
    }

    @Test func manyAtOnceAreNoMoreThanOneAfterTheOther() throws {
        var one = stepUp(by: .totp)
        for _ in 1...StepUp.mostAttempts { _ = try one.apply(.answered, at: Self.start, for: Self.owner) }
        #expect(throws: StepUpError.over(.failed)) {
            try one.apply(.answered, at: Self.start, for: Self.owner)
        }
    }

    @Test func whatNobodyCouldCheckOrSendDoesNotCount() throws {
        var one = stepUp()
        _ = try one.apply(.sending(codeHash: [7]), at: Self.start, for: Self.owner)
        _ = try one.apply(.notSent, at: Self.start, for: Self.owner)
        #expect(one.sends == 0 && one.codeHash == nil)
        _ = try one.apply(.sending(codeHash: [8]), at: Self.start, for: Self.owner)
        _ = try one.apply(.answered, at: Self.start, for: Self.owner)
        _ = try one.apply(.notChecked, at: Self.start, for: Self.owner)
        #expect(one.attempts == 0)
    }

    @Test func codesAreSentThreeTimesAMinuteApart() throws {
        var one = stepUp()
        var now = Self.start
        for number in 1...StepUp.mostSends {
            _ = try one.apply(.sending(codeHash: [UInt8(number)]), at: now, for: Self.owner)
            guard number < StepUp.mostSends else { break }
            now = now + .seconds(59)
            #expect(throws: StepUpError.sentJustNow(again: .seconds(1))) {
                try one.apply(.sending(codeHash: [9]), at: now, for: Self.owner)
            }
            now = now + .seconds(1)
        }
        #expect(throws: StepUpError.tooManySends) {
            try one.apply(.sending(codeHash: [9]), at: now + .seconds(600 - 130), for: Self.owner)
        }
    }

    @Test func onlyWhatIsSentNeedsACode() {
        var mail = stepUp()
        #expect(throws: StepUpError.noCodeSent) { try mail.apply(.answered, at: Self.start, for: Self.owner) }
        var app = stepUp(by: .totp)
        #expect(throws: StepUpError.nothingToSend) {
            try app.apply(.sending(codeHash: [7]), at: Self.start, for: Self.owner)
        }
    }
}

@Suite struct StepUpIdentityTests {
    @Test(
        "what holds for a level holds for it and for more, and for nothing that may be less",
        arguments: [
            (nil, nil, true), (nil, "L1", true), ("L2", "L2", true), ("L2", "L3", true), ("L9", "L10", true),
            ("2", "3", true), ("basic", "basic", true),
            ("L2", "L1", false), ("L10", "L9", false), ("L2", nil, false), ("L2", "", false),
            ("L2", "vip3", false),
            ("basic", "advanced", false), ("L2", "basic", false),
            ("L2", "L99999999999999999999999999", false),
        ] as [(String?, String?, Bool)]
    )
    func levels(_ before: String?, _ now: String?, _ holds: Bool) {
        let asked = StepUpIdentity(hash: [1], level: before)
        #expect(asked.holds(for: StepUpIdentity(hash: [1], level: now)) == holds)
        #expect(!asked.holds(for: StepUpIdentity(hash: [2], level: now)))
        #expect(!asked.holds(for: nil))
    }

    @Test func everythingThatTellsSomebodyIsPartOfIt() {
        let code = StepUpCode(key: Redacted([1]))
        let start = Instant(milliseconds: 0)
        let profile = Customer.Profile(
            name: "Liu",
            email: "liu@demo.example",
            locale: .english,
            tier: "vip1",
            identityLevel: "L2",
            attributes: ["phone": "+86 138 0013 8000", "passport_no": "E12345678", "balance": "100"]
        )
        func hash(_ profile: Customer.Profile, uid: String = "20260001") -> [UInt8] {
            let customer = Customer(id: ID(at: start), uid: uid, profile: profile, createdAt: start)
            return code.identity(of: customer).hash
        }
        let same = hash(profile)
        func isSame(_ change: (inout Customer.Profile) -> Void) -> Bool {
            var changed = profile
            change(&changed)
            return hash(changed) == same
        }
        let indifferent: [(inout Customer.Profile) -> Void] = [
            { $0.tier = "vip2" }, { $0.attributes["balance"] = "7" }, { $0.locale = .simplifiedChinese },
        ]
        let telling: [(inout Customer.Profile) -> Void] = [
            { $0.name = "Wei" }, { $0.email = nil }, { $0.attributes["phone"] = "+86 138 0013 8001" },
            { $0.attributes["phone"] = nil }, { $0.attributes["passport_no"] = "E12345679" },
        ]
        for change in indifferent { #expect(isSame(change)) }
        for change in telling { #expect(!isSame(change)) }
        #expect(hash(profile, uid: "20260002") != same)
    }
}

@Suite struct StepUpCodeTests {
    @Test(arguments: ["123456", " 123 456 ", "123-456", "１２３４５６", "123\u{A0}456"])
    func readsWhatPeopleType(_ typed: String) throws {
        #expect(try StepUpCode.read(Redacted(typed)).exposed == "123456")
    }

    @Test(arguments: [
        "", "12345", "1234567", "12345a", "一二三四五六", "123456\n", String(repeating: " ", count: 90) + "123456",
    ])
    func refusesWhatCannotBeRight(_ typed: String) {
        #expect(throws: StepUpError.noCode) { try StepUpCode.read(Redacted(typed)) }
    }

    @Test func codesHaveSixDigitsHoweverSmall() {
        var system = SystemRandomNumberGenerator()
        let many = (0..<2000).map { _ in StepUpCode.random(using: &system).exposed }
        #expect(many.contains { $0.hasPrefix("0") })
        #expect(many.allSatisfy { $0.count == 6 && $0.allSatisfy(\.isASCII) })
        #expect(Set(many).count > 1900)
    }

    @Test func aHashIsOfOneKeyAndOneCode() {
        let one = StepUpCode(key: Redacted([1]))
        let other = StepUpCode(key: Redacted([2]))
        let hash = one.hash(Redacted("123456"))
        #expect(one.isRight(Redacted("123456"), hash))
        #expect(!one.isRight(Redacted("123457"), hash))
        #expect(!other.isRight(Redacted("123456"), hash))
        #expect(!one.isRight(Redacted("123456"), []))
    }
}
