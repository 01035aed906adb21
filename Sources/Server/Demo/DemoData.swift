import Base
import Conversations
import Foundation
import Knowledge
import People
import Safeguard
import Storage
import Trust

/// What `--demo` fills an empty database with: the starter help centre, people at the desk with their teams and queues,
/// canned replies.
struct DemoData {
    /// The demo agents' password; it is printed at start and good for nothing but the demo.
    static let password = "switchboard-demo"

    private struct Person {
        let name: String
        let email: String
        let role: Role
        let badge: String
        var skills: [String] = []
        var languages: [String] = []
        var limits: [WorkKind: Int] = [:]

        var abilities: Abilities {
            Abilities(
                skills: Set(skills.compactMap(Skill.init(rawValue:))),
                languages: Set(languages),
                limits: limits
            )
        }

        /// "agent, badge 4471: payments, security; zh, en".
        var about: String {
            let abilities = [skills, languages].filter { !$0.isEmpty }.map { $0.joined(separator: ", ") }
            let can = abilities.isEmpty ? "" : ": \(abilities.joined(separator: "; "))"
            return "\(role.rawValue), badge \(badge)\(can)"
        }
    }

    private static let people = [
        Person(
            name: "Ming",
            email: "ming@demo.example",
            role: .agent,
            badge: "4471",
            skills: ["payments", "security"],
            languages: ["zh", "en"],
            limits: [.chat: 3]
        ),
        Person(
            name: "Ana",
            email: "ana@demo.example",
            role: .agent,
            badge: "4472",
            skills: ["api", "vip"],
            languages: ["en"]
        ),
        Person(
            name: "Sofia",
            email: "sofia@demo.example",
            role: .supervisor,
            badge: "4400",
            skills: ["payments", "security", "vip"]
        ),
        Person(name: "Admin", email: "admin@demo.example", role: .admin, badge: "4000"),
    ]

    private let wiring: Wiring

    init(_ wiring: Wiring) {
        self.wiring = wiring
    }

    /// Fills what is empty; what somebody changed since is left alone.
    func fill() async throws {
        if try await wiring.articles.all(for: .staff).isEmpty {
            try await StarterContent(clock: wiring.clock).write(to: wiring.articles, wiring.announcements)
            try await wiring.contentGaps.add(Self.questions)
        }
        if wiring.apiDocuments.shelf.versions.isEmpty {
            try await DemoAPI().write(to: wiring.apiDocuments)
        }
        if try await wiring.agents.activeAgents().isEmpty { try await makePeople() }
        try await wiring.macros.add(Self.macros(wiring.localisation))
        try await wiring.officialChannels.begin(
            with: DemoChannels(wiring.localisation, clock: wiring.clock).drafts
        )
    }

    /// What readers of a young help centre would have looked for.
    private static var questions: [AskedQuestion: QuestionCounts] {
        let readers = Set((1...ContentGaps.leastReaders).map { "demo reader \($0)" })
        let asked: [(String, LocaleCode, QuestionCounts)] = [
            ("how to stake eth", .english, .init(asked: 14, foundNothing: 12, opened: 0, readers: readers)),
            ("tax report 2026", .english, .init(asked: 9, foundNothing: 7, opened: 1, readers: readers)),
            ("copy trading", .english, .init(asked: 11, foundNothing: 0, opened: 1, readers: readers)),
            ("质押收益怎么算", .simplifiedChinese, .init(asked: 8, foundNothing: 8, opened: 0, readers: readers)),
            ("税务报表", .simplifiedChinese, .init(asked: 6, foundNothing: 0, opened: 0, readers: readers)),
        ]
        let gate = SecretsGate()
        let counted = asked.compactMap { text, locale, counts in
            AskedQuestion(text, in: locale, gate: gate).map { ($0, counts) }
        }
        return Dictionary(counted) { first, _ in first }
    }

    private func makePeople() async throws {
        var made: [String: ID<Agent>] = [:]
        for person in Self.people {
            let agent = try await wiring.agents.create(
                .init(
                    name: person.name,
                    email: person.email,
                    role: person.role,
                    password: Redacted(Self.password),
                    badge: Badge(rawValue: person.badge)
                ),
                hasPublicPassword: true
            )
            try await wiring.timeline.setAbilities(person.abilities, capacity: agent.capacity, of: agent.id)
            made[person.email] = agent.id
        }
        try await DemoRouting(teams: wiring.teams, queues: wiring.queues, clock: wiring.clock).write(made)
    }

    /// The canned replies of the strings files: `macro.<shortcut>.title` and `.body`.
    private static func macros(_ localisation: Localisation) -> [Macro.Draft] {
        ["greet", "txid", "wait", "safe", "done"].map { shortcut in
            let texts = localisation.locales.map { locale in
                Macro.Text(
                    locale: locale,
                    title: localisation.text("macro.\(shortcut).title", in: locale),
                    body: localisation.text("macro.\(shortcut).body", in: locale)
                )
            }
            return Macro.Draft(shortcut: shortcut, texts: texts)
        }
    }

    /// What a person who tries the demo wants to know.
    static func guide(address: String) -> String {
        let agents = people.map { "    \($0.email)  \($0.about)" }.joined(separator: "\n")
        return """

              Help centre     \(address)/
              Demo Exchange   \(address)/demo   (a signed-in customer with the chat widget)
              Their phone     \(address)/demo/api/v1/users/20260001/phone   (the codes that verify them: press I at the desk)
              Is this us?     \(address)/verify   (try demo-exchange.com and demo-exchange-support.com)
              API documents   \(address)/api-docs   (two versions of the Demo Exchange's API)
              Agent desk      \(address)/desk
              Live board      \(address)/desk/board   (supervisors and admins, as are the next)
              Routing         \(address)/desk/routing
              Templates       \(address)/desk/templates
              Help articles   \(address)/desk/knowledge
              Announcements   \(address)/desk/announcements

              Sign in at the desk with the password \(password):
            \(agents)

            """
    }
}

/// The help centre that comes with the product, in `Content/starter`.
struct StarterContent {
    let clock: any WallClock

    /// Reads the embedded files.
    ///
    /// - Throws: `ImportError` when one of them is wrong: a mistake of the release, found by a test.
    func read() throws -> (content: ContentImport, categories: [Knowledge.Category]) {
        var content = ContentImport(defaultLocale: .english, now: clock.now)
        let prefix = "Content/starter/"
        for (path, text) in EmbeddedAssets.files.sorted(by: { $0.key < $1.key })
        where path.hasPrefix(prefix) && path.hasSuffix(".md") {
            try content.add(markdown: text, path: String(path.dropFirst(prefix.count)))
        }
        let json = EmbeddedAssets.files[prefix + "categories.json"] ?? #"{"categories": []}"#
        return (content, try ContentImport.categories(json: json))
    }

    func write(to articles: Articles, _ announcements: Announcements) async throws {
        let (content, categories) = try read()
        try await articles.save(content.articles, categories: categories)
        try await announcements.save(content.announcements)
    }
}
