import Base
import Conversations
import People

/// The teams and queues of the demo: enough that the board and the routing page show a desk at work.
///
/// What the demo's agents can do stands with them, in ``DemoData``.
struct DemoRouting {
    private let teams: Teams
    private let queues: Queues
    private let clock: any WallClock

    init(teams: Teams, queues: Queues, clock: any WallClock) {
        self.teams = teams
        self.queues = queues
        self.clock = clock
    }

    /// - `agents`: Who is in the teams, by their e-mail addresses.
    func write(_ agents: [String: ID<Agent>]) async throws {
        func members(_ names: String...) -> Set<ID<Agent>> {
            Set(names.compactMap { agents["\($0)@demo.example"] })
        }
        let payments = try await teams.create(
            .init(
                name: "Payments",
                hours: try hours(
                    "Asia/Shanghai",
                    weekdays: ["09:00-21:00"],
                    weekend: ["10:00-18:00"],
                    holidays: [("01-01", "New Year", [])]
                ),
                // The demo is tried at any hour: somebody who asks for a person finds a queue.
                outsideHours: .queue,
                members: members("ming", "ana", "sofia")
            )
        )
        let integrations = try await teams.create(
            .init(
                name: "Integrations",
                hours: try hours(
                    "Europe/Berlin",
                    weekdays: ["09:00-12:30", "13:30-18:00"],
                    weekend: [],
                    holidays: [
                        ("12-24", "Christmas Eve", ["09:00-12:30"]), ("12-25", "Christmas Day", []),
                        ("01-01", "New Year", []),
                    ]
                ),
                outsideHours: .ticket,
                members: members("ana")
            )
        )
        for draft in Self.drafts(payments: payments.id, integrations: integrations.id) {
            _ = try await queues.create(draft)
        }
    }

    private static func drafts(payments: ID<Team>, integrations: ID<Team>) -> [Queues.Draft] {
        [
            .init(
                name: "Account in danger",
                scope: .init(topic: .accountCompromised),
                priority: 9,
                skills: .init(required: skills("security"), relaxAfter: .seconds(60)),
                targetWait: .seconds(30),
                answerWithin: .seconds(60)
            ),
            .init(
                name: "VIP",
                scope: .init(tier: "vip1"),
                priority: 8,
                skills: .init(wanted: skills("vip")),
                targetWait: .seconds(30),
                answerWithin: .seconds(120)
            ),
            .init(
                name: "Deposits and withdrawals",
                scope: .init(topic: .depositWithdrawal),
                priority: 6,
                skills: .init(wanted: skills("payments")),
                targetWait: .seconds(90),
                team: payments
            ),
            .init(
                name: "API 中文",
                scope: .init(topic: .api, language: "zh"),
                skills: .init(required: skills("api"), relaxAfter: .seconds(300)),
                targetWait: .seconds(300),
                answerWithin: nil,
                team: integrations
            ),
            .init(name: "Second line", scope: nil, priority: 4, targetWait: .seconds(600)),
        ]
    }

    private static func skills(_ names: String...) -> Set<Skill> {
        Set(names.compactMap(Skill.init(rawValue:)))
    }

    /// - `holidays`: Month and day, name, and when it is open all the same; this year and the next.
    private func hours(
        _ zone: String,
        weekdays: [String],
        weekend: [String],
        holidays: [(date: String, name: String, open: [String])]
    ) throws(TeamError) -> BusinessHours {
        func spans(_ texts: [String]) -> [BusinessHours.Span] { texts.compactMap(BusinessHours.Span.init) }
        let week = BusinessHours.Weekday.allCases.map { day in
            (day, spans([.sat, .sun].contains(day) ? weekend : weekdays))
        }
        let thisYear = Int(clock.now.rfc3339.prefix(4)) ?? 2026
        let dates = [thisYear, thisYear + 1].flatMap { year in
            holidays.map { day in
                BusinessHours.Holiday(date: "\(year)-\(day.date)", name: day.name, open: spans(day.open))
            }
        }
        return try BusinessHours(
            timeZone: zone,
            week: Dictionary(uniqueKeysWithValues: week),
            holidays: dates
        )
    }
}
