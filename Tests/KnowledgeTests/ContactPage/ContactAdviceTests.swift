import Base
@testable import Knowledge
import Testing

@Suite("Contact advice")
struct ContactAdviceTests {
    /// What is advised by topic, for emergency, blocked, question and lengthy in turn.
    private static let table: [(String, [String])] = [
        (
            "deposit_withdrawal",
            ["now secure_now", "chat money_moving", "chat money_moving", "ticket record"]
        ),
        ("account", ["now secure_now", "chat stuck", "chat quick", "ticket record"]),
        ("identity", ["now secure_now", "chat stuck", "chat quick", "ticket record"]),
        ("security", ["now secure_now", "now secure_now", "chat check_first", "ticket record"]),
        ("trading", ["now secure_now", "chat stuck", "chat quick", "ticket record"]),
        ("fees", ["now secure_now", "chat stuck", "chat quick", "ticket record"]),
        ("api", ["now secure_now", "chat stuck", "ticket technical", "ticket record"]),
        ("other", ["now secure_now", "chat stuck", "chat quick", "ticket record"]),
        ("account_compromised", ["now secure_now", "now secure_now", "now secure_now", "now secure_now"]),
        ("complaint", ["now secure_now", "ticket record", "ticket record", "ticket record"]),
        ("a_topic_of_the_operator", ["now secure_now", "chat stuck", "chat quick", "ticket record"]),
    ]

    @Test("every topic and urgency has its way", arguments: table)
    func way(_ topic: String, _ expected: [String]) {
        let advised = ContactAdvice.Urgency.allCases.map { urgency in
            let advice = ContactAdvice(topic: topic, urgency: urgency)
            return "\(advice.isUrgent ? "now" : advice.way.rawValue) \(advice.reason.rawValue)"
        }

        #expect(advised == expected)
    }

    @Test(
        "who is in danger has steps to take at once, and nobody else is frightened with any",
        arguments: table
    )
    func steps(_ topic: String, _ ways: [String]) {
        for urgency in ContactAdvice.Urgency.allCases {
            let advice = ContactAdvice(topic: topic, urgency: urgency)

            #expect(advice.firstSteps.isEmpty == !advice.isUrgent)
            #expect(Set(advice.firstSteps).count == advice.firstSteps.count)
            #expect(!advice.isUrgent || advice.way == .chat)
            #expect(!advice.isUrgent || advice.firstSteps.contains(.freezeAccount))
        }
    }

    @Test("a broken key is deleted first, a running transfer is stopped early")
    func stepsByTopic() {
        func steps(_ topic: String) -> [ContactAdvice.Step] {
            ContactAdvice(topic: topic, urgency: .emergency).firstSteps
        }

        #expect(steps("api").first == .deleteKeys)
        #expect(steps("deposit_withdrawal").prefix(2) == [.freezeAccount, .cancelWithdrawals])
        #expect(steps("trading").first == .reducePosition)
        #expect(steps("account").prefix(2) == [.freezeAccount, .changePassword])
    }

    private static let files = KnowledgeAssets.files.keys.filter { $0.hasPrefix("Strings/") }.sorted()

    @Test("everything advised has its words", arguments: files)
    func words(_ file: String) throws {
        let locale = try #require(LocaleCode(rawValue: String(file.dropFirst(8).dropLast(5))))
        // This language alone: another one must not stand in for it.
        let localisation = try Localisation(assets: [[file: try #require(KnowledgeAssets.files[file])]])
        let texts = localisation.all(in: locale)
        let keys =
            ContactAdvice.Urgency.allCases.flatMap {
                ["contact.urgency.\($0.rawValue)", "contact.urgency.\($0.rawValue).detail"]
            }
            + ContactAdvice.Reason.allCases.map { "contact.reason.\($0.rawValue)" }
            + ContactAdvice.Step.allCases.map { "contact.step.\($0.rawValue)" }
            + ContactAdvice.Way.allCases.map { "contact.way.\($0.rawValue)" } + ["contact.way.now"]
            + Self.table.dropLast().map { "contact.topic.\($0.0)" }

        #expect(keys.filter { texts[$0] == nil } == [])
        for (topic, _) in Self.table {
            #expect(ContactTopic.prepare(topic, localisation, locale).count >= 3)
        }
    }

    @Test("steps lead to articles whose addresses can be")
    func addresses() {
        let addresses =
            ContactAdvice.Step.allCases.map(\.article) + Self.table.flatMap { ContactTopic.articles($0.0) }

        #expect(addresses.filter { Slug(rawValue: $0) == nil } == [])
    }

    @Test(
        "a shelf's articles are about a topic that there is",
        arguments: [
            ("deposits-withdrawals", "deposit_withdrawal"), ("spot", "trading"), ("derivatives", "trading"),
            ("account", "account"), ("contact-support", "other"), ("anything-else", "other"),
        ]
    )
    func topic(of category: String, is expected: String) throws {
        let slug = try #require(Slug(rawValue: category))
        let topics = ["deposit_withdrawal", "account", "trading", "other"]

        #expect(ContactTopic.of(slug, among: topics) == expected)
        #expect(ContactTopic.of(slug, among: ["other"]) == "other")
    }
}
