import Base
import Foundation
import People
import Safeguard
import Storage
import Testing
import TestSupport
@testable import Trust

/// The register and what is asked of it, on both engines.
@Suite struct OfficialChannelsTests {
    private struct Rooms {
        let clock = FixedClock()
        let channels: OfficialChannels
        let verifications: Verifications
        let agents: Agents
        let admin: Agent
        let trail: AuditTrail
    }

    private func with(_ engine: Engine, _ body: (Rooms) async throws -> Void) async throws {
        let migrations = try Migration.all(in: [StorageAssets.files, PeopleAssets.files, TrustAssets.files])
        try await TestDatabase.with(engine, migrations: migrations) { database in
            let clock = FixedClock()
            let agents = Agents(database, clock: clock)
            let admin = try await agents.create(
                .init(
                    name: "Ada",
                    email: "ada@desk.example",
                    role: .admin,
                    password: Redacted("a good password"),
                    badge: Badge(rawValue: "4471")
                )
            )
            let channels = OfficialChannels(database, gate: SecretsGate(), clock: clock)
            let verifications = Verifications(
                channels: channels,
                agents: agents,
                challenges: BadgeChallenges(
                    database,
                    outbox: Outbox(clock: clock, signal: WorkSignal()),
                    clock: clock
                ),
                reports: PhishingReports(
                    database,
                    channels: channels,
                    warnings: HeardWarnings(),
                    pictures: WholePictures(),
                    gate: SecretsGate(),
                    clock: clock
                ),
                gate: SecretsGate(),
                clock: clock
            )
            try await body(
                Rooms(
                    channels: channels,
                    verifications: verifications,
                    agents: agents,
                    admin: admin,
                    trail: AuditTrail(database, clock: clock)
                )
            )
        }
    }

    private static let full = OfficialChannel.Draft(
        .domain,
        "demo-exchange.com",
        region: "HK",
        languages: [.english, .simplifiedChinese],
        topics: ["trading", "fees"],
        labels: [.init(locale: .english, text: "Website"), .init(locale: .simplifiedChinese, text: "官网")],
        userContent: ["/community", "forum.demo-exchange.com"],
        validFrom: Instant(milliseconds: 1_700_000_000_000),
        validUntil: Instant(milliseconds: 1_900_000_000_000)
    )

    @Test("all of a channel is kept, changed and deleted", arguments: TestDatabase.engines)
    func kept(_ engine: Engine) async throws {
        try await with(engine) { rooms in
            let made = try await rooms.channels.create(Self.full, by: rooms.admin)
            #expect(made.draft == Self.full)
            let phone = try await rooms.channels.create(.init(.phone, "0044 20 7946 0958"), by: rooms.admin)
            #expect(phone.draft == .init(.phone, "+442079460958"))
            #expect(try await rooms.channels.all() == [made, phone])

            let changed = try await rooms.channels.change(
                phone.id,
                to: .init(.social, "@DemoExchange", platform: "x", validUntil: rooms.clock.now),
                by: rooms.admin
            )
            #expect(changed.draft.value == "demoexchange")
            #expect(try await rooms.channels.all() == [made, changed])
            #expect(try await rooms.channels.valid() == [made])

            try await rooms.channels.delete(made.id, by: rooms.admin)
            #expect(try await rooms.channels.all() == [changed])
            await #expect(throws: OfficialChannelError.notFound(made.id)) {
                try await rooms.channels.delete(made.id, by: rooms.admin)
            }
            await #expect(throws: OfficialChannelError.notFound(made.id)) {
                _ = try await rooms.channels.change(made.id, to: Self.full, by: rooms.admin)
            }

            // Who did it is on record, and what was refused is not.
            try await rooms.trail.chainPending()
            let entries = try await rooms.trail.entries(after: 0, limit: 100)
                .filter { $0.action == AuditAction.officialChannelChanged.rawValue }
            #expect(Set(entries.map(\.actorID)) == [rooms.admin.id.description])
            let expected = [made.id, phone.id, phone.id, made.id].map(\.description)
            #expect(entries.compactMap(\.subjectID).sorted() == expected.sorted())
        }
    }

    @Test("a channel stands once, whatever its writing", arguments: TestDatabase.engines)
    func unique(_ engine: Engine) async throws {
        try await with(engine) { rooms in
            let first = try await rooms.channels.create(.init(.domain, "börse.example"), by: rooms.admin)
            let second = try await rooms.channels.create(.init(.domain, "other.example"), by: rooms.admin)
            await #expect(throws: OfficialChannelError.exists) {
                _ = try await rooms.channels.create(.init(.domain, "XN--BRSE-5QA.example."), by: rooms.admin)
            }
            await #expect(throws: OfficialChannelError.exists) {
                _ = try await rooms.channels.change(second.id, to: first.draft, by: rooms.admin)
            }
            // The same name on another platform is another account.
            for platform in ["x", "telegram"] {
                _ = try await rooms.channels.create(
                    .init(.social, "demo", platform: platform),
                    by: rooms.admin
                )
            }
            #expect(try await rooms.channels.all().count == 4)
        }
    }

    @Test("the beginning is for an empty register", arguments: TestDatabase.engines)
    func beginning(_ engine: Engine) async throws {
        try await with(engine) { rooms in
            try await rooms.channels.begin(with: [.init(.domain, "a.example"), .init(.domain, "b.example")])
            try await rooms.channels.begin(with: [.init(.domain, "c.example")])
            #expect(try await rooms.channels.all().map(\.draft.value) == ["a.example", "b.example"])
        }
    }

    @Test("what is asked is answered from the register as it is now", arguments: TestDatabase.engines)
    func answers(_ engine: Engine) async throws {
        try await with(engine) { rooms in
            #expect(try await rooms.verifications.verify("demo-exchange.com").reason == .notListed)
            let made = try await rooms.channels.create(Self.full, by: rooms.admin)
            let found = try await rooms.verifications.verify("https://www.demo-exchange.com")
            #expect(found.reason == .subdomain)
            #expect(found.channel == made)
            #expect(try await rooms.verifications.verify("demo-exchange.org").reason == .otherEnding)
            try await rooms.channels.delete(made.id, by: rooms.admin)
            #expect(
                try await rooms.verifications.verify("https://www.demo-exchange.com").reason == .notListed
            )

            #expect(try await rooms.verifications.verify("SB-4471").reason == .activeBadge)
            #expect(try await rooms.verifications.verify("SB-4472").reason == .unlistedBadge)
            let phrase = "legal winner thank year wave sausage worth useful legal winner thank yellow"
            #expect(try await rooms.verifications.verify(phrase) == Verification(.text, .containsSecret))
            await #expect(throws: VerificationError.empty) { _ = try await rooms.verifications.verify(" ") }
        }
    }

    @Test("a change that was asked for before channels had languages and topics is one for all of them")
    func asOfBefore() throws {
        let asked = #"{"id":null,"draft":{"kind":"domain","value":"a.example","labels":[]}}"#
        let change = try WireJSON.decode(OfficialChannelChange.self, from: Data(asked.utf8))
        #expect(change.draft == .init(.domain, "a.example"))
    }

    @Test("a secret in a label is not stored")
    func masked() async throws {
        try await with(.sqlite) { rooms in
            let phrase = "legal winner thank year wave sausage worth useful legal winner thank yellow"
            let made = try await rooms.channels.create(
                .init(.domain, "a.example", labels: [.init(locale: .english, text: phrase)]),
                by: rooms.admin
            )
            #expect(made.draft.labels.map(\.text) == [SecretsGate.mask])
        }
    }

    @Test(arguments: [
        (OfficialChannel.Draft(.domain, "HTTPS-x.Example."), "https-x.example"),
        (.init(.domain, "Börse.example"), "xn--brse-5qa.example"),
        (.init(.page, "https://Status.Example/Us/?a=1#b"), "https://status.example/Us?a=1"),
        (.init(.email, "Support@Börse.example"), "support@xn--brse-5qa.example"),
        (.init(.email, "@a.example"), "@a.example"), (.init(.email, "a.example"), "@a.example"),
        (.init(.phone, "+852 5550-1234"), "+85255501234"),
        (.init(.social, "https://www.youtube.com/@Demo", platform: "youtube"), "demo"),
        (.init(.social, "https://linkedin.com/company/demo-x/", platform: "linkedin"), "demo-x"),
        (.init(.app, "https://apps.apple.com/app/x/id1600000001", platform: "apple"), "id1600000001"),
        (.init(.app, "https://appgallery.huawei.com/#/app/C100000001", platform: "huawei"), "c100000001"),
        (.init(.app, "Com.Demo.App", platform: "google_play"), "com.demo.app"),
    ])
    func valuesHaveOneForm(_ draft: OfficialChannel.Draft, _ value: String) throws {
        let checked = try draft.validated()
        #expect(checked.value == value)
        // What was checked is acceptable as it is.
        #expect(try checked.validated() == checked)
    }

    @Test(arguments: [
        OfficialChannel.Draft(.domain, ""), .init(.domain, "localhost"),
        .init(.domain, "https://a.example/x"),
        .init(.domain, "a..example"), .init(.domain, "127.0.0.1"), .init(.domain, "t.me"),
        .init(.domain, "www.x.com"),
        .init(.domain, "a\u{200b}.example"), .init(.domain, "a.example", platform: "x"),
        .init(.domain, "a_b.exa mple"),
        .init(.domain, String(repeating: "a", count: 301)), .init(.domain, "a.example", region: "hk"),
        .init(.domain, "a.example", languages: [.english, .english]),
        .init(.domain, "a.example", topics: ["fees", "fees"]), .init(.domain, "a.example", topics: ["Fees"]),
        .init(.domain, "a.example", topics: [""]),
        .init(.domain, "a.example", topics: (0...20).map { "t\($0)" }),
        .init(.domain, "a.example", labels: [.init(locale: .english, text: "")]),
        .init(.domain, "a.example", labels: [.init(locale: .english, text: "a\nb")]),
        .init(
            .domain,
            "a.example",
            labels: [.init(locale: .english, text: String(repeating: "a", count: 81))]
        ),
        .init(
            .domain,
            "a.example",
            labels: [.init(locale: .english, text: "a"), .init(locale: .english, text: "b")]
        ),
        .init(.domain, "a.example", userContent: ["community"]),
        .init(.domain, "a.example", userContent: ["a.example"]),
        .init(.domain, "a.example", userContent: ["/../x?"]),
        .init(.domain, "a.example", userContent: Array(repeating: "/a", count: 31)),
        .init(.phone, "+44 20 7946 0958", userContent: []),
        .init(
            .domain,
            "a.example",
            validFrom: Instant(milliseconds: 5),
            validUntil: Instant(milliseconds: 5)
        ),
        .init(.page, "https://a.example"), .init(.page, "http://a.example/x"),
        .init(.page, "https://u@a.example/x"), .init(.page, "https://a.example/x y"),
        .init(.page, "https://a.example/x #y"),
        .init(.page, "https://a.example:8443/x"), .init(.email, "support"), .init(.email, "A <a@b.example>"),
        .init(.email, "a+b@c.example"), .init(.email, "a@b@c.example"), .init(.email, "a@localhost"),
        .init(.phone, "020 7946 0958"),
        .init(.phone, "+44"), .init(.phone, "+44 20 7946 0958 ext 3"), .init(.social, "demo"),
        .init(.social, "demo", platform: "myspace"), .init(.social, "a b", platform: "x"),
        .init(.social, "https://t.me/demo", platform: "x"),
        .init(.social, "https://x.com/demo/status/1", platform: "x"),
        .init(.app, "com.a"), .init(.app, "https://apps.apple.com/", platform: "apple"),
        .init(.app, "a/b", platform: "apple"),
    ])
    func whatMakesNoSenseIsRefused(_ draft: OfficialChannel.Draft) {
        #expect(throws: OfficialChannelError.self) { try draft.validated() }
    }
}
