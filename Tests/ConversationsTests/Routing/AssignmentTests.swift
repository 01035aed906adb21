import Base
@testable import Conversations
import People
import Testing
import TestSupport

@Suite struct AssignmentTests {
    private let now = FixedClock().now
    private let rules = RoutingRules()

    private func candidate(
        _ presence: Presence = .online,
        _ load: Assignment.Load = [:],
        capacity: Int = 3,
        skills: [String] = [],
        languages: Set<String> = [],
        limits: [WorkKind: Int] = [:],
        idleSince seconds: Int64 = 0
    ) -> Assignment.Candidate {
        Assignment.Candidate(
            agent: ID(at: now),
            presence: presence,
            load: load,
            capacity: capacity,
            abilities: Abilities(
                skills: Set(skills.compactMap(Skill.init)),
                languages: languages,
                limits: limits
            ),
            lastAssignedAt: Instant(milliseconds: seconds * 1000)
        )
    }

    private func queue(
        required: [String] = [],
        wanted: [String] = [],
        relaxAfter: Duration? = nil
    ) -> Queue {
        let skills = Queue.Skills(
            required: Set(required.compactMap(Skill.init)),
            wanted: Set(wanted.compactMap(Skill.init)),
            relaxAfter: relaxAfter
        )
        return Queue(id: ID(at: now), name: "Q", scope: .init(), skills: skills)
    }

    private func ranked(
        _ candidates: [Assignment.Candidate],
        for kind: WorkKind = .chat,
        in queue: Queue = .general,
        locale: LocaleCode = .english,
        members: Set<ID<Agent>>? = nil,
        waited: Duration = .zero,
        avoided: ID<Agent>? = nil,
        preferred: ID<Agent>? = nil
    ) -> [Assignment.Candidate] {
        let demand = Assignment.Demand(
            kind: kind,
            locale: locale,
            queue: queue,
            members: members,
            queuedAt: now - waited,
            avoided: avoided,
            preferred: preferred
        )
        return Assignment.ranked(candidates, for: demand, rules, at: now)
    }

    @Test func fewestOpenFirstThenIdleLongest() {
        let busy = candidate(.online, [.chat: 2], idleSince: 1)
        let lately = candidate(.online, [.chat: 1], idleSince: 9)
        let longest = candidate(.online, [.chat: 1], idleSince: 3)
        #expect(ranked([busy, lately, longest]) == [longest, lately, busy])
    }

    @Test func nobodyAwayOrFullIsAsked() {
        let all = [
            candidate(.away), candidate(.offline), candidate(.online, [.chat: 3]), candidate(capacity: 0),
        ]
        #expect(ranked(all).isEmpty)
    }

    @Test func kindsWeighDifferently() {
        // Three chats' worth of room: five tickets leave room for a ticket, not for a chat; a call fills all of it.
        let tickets = candidate(.online, [.ticket: 5])
        #expect(ranked([tickets], for: .ticket) == [tickets])
        #expect(ranked([tickets], for: .chat).isEmpty)
        let idle = candidate()
        #expect(ranked([idle], for: .call) == [idle])
        #expect(ranked([candidate(.online, [.ticket: 1])], for: .call).isEmpty)
        #expect(ranked([candidate(limits: [.chat: 0])], for: .chat).isEmpty, "a limit of their own")
        let limited = candidate(.online, [.ticket: 2], limits: [.ticket: 2])
        #expect(ranked([limited], for: .ticket).isEmpty)
        #expect(ranked([limited], for: .chat) == [limited])
    }

    @Test func requiredSkillsAreDemandedUntilTheyRelax() {
        let able = candidate(.online, [.chat: 2], skills: ["fraud"])
        let idle = candidate()
        let strict = queue(required: ["fraud"], relaxAfter: .seconds(60))
        #expect(ranked([idle, able], in: strict) == [able])
        #expect(ranked([idle, able], in: strict, waited: .seconds(59)) == [able])
        #expect(ranked([idle, able], in: strict, waited: .seconds(60)) == [able, idle], "still asked first")
        let never = queue(required: ["fraud"])
        #expect(ranked([idle], in: never, waited: .seconds(86_400)).isEmpty)
    }

    @Test func wantedSkillsAndTheLanguageComeBeforeTheLoad() {
        let chinese = candidate(.online, [.chat: 2], skills: ["api"], languages: ["zh"])
        let english = candidate(languages: ["en"])
        let any = candidate(.online, [.chat: 1])
        let wanted = queue(wanted: ["api"])
        #expect(
            ranked([english, any, chinese], in: wanted, locale: .simplifiedChinese) == [
                chinese, any, english,
            ]
        )
    }

    @Test func membersAloneTakeFromATeamsQueueAndWhoHadThemComesFirst() {
        let member = candidate(.online, [.chat: 2])
        let stranger = candidate()
        #expect(ranked([stranger, member], members: [member.agent]) == [member])
        #expect(ranked([stranger, member], avoided: stranger.agent) == [member])
        let former = candidate(.online, [.chat: 2])
        #expect(
            ranked([stranger, member, former], members: [member.agent], preferred: former.agent)
                == [former, member]
        )
        let absent = candidate(.away)
        #expect(ranked([absent, member], preferred: absent.agent) == [member])
    }

    @Test func theNarrowestQueueTakesIt() {
        func queue(_ scope: Queue.Scope?) -> Queue { Queue(id: ID(at: now), name: "Q", scope: scope) }
        let general = queue(.init())
        let api = queue(.init(topic: .api))
        let chinese = queue(.init(language: "zh"))
        let apiInChinese = queue(.init(topic: .api, language: "zh"))
        let vip = queue(.init(tier: "vip1"))
        let transferred = queue(nil)
        let all = [transferred, general, chinese, vip, apiInChinese, api]
        func found(_ topic: Topic, _ locale: LocaleCode, _ tier: String?) -> Queue? {
            Queue.matching(topic: topic, locale: locale, tier: tier, among: all)
        }
        #expect(found(.other, .english, nil) == general)
        #expect(found(.other, .simplifiedChinese, nil) == chinese)
        #expect(found(.api, .english, nil) == api)
        #expect(found(.api, .simplifiedChinese, "vip2") == apiInChinese)
        #expect(found(.api, .simplifiedChinese, "vip1") == vip)
        #expect(Queue.matching(topic: .api, locale: .english, tier: nil, among: [transferred, vip]) == nil)
    }

    @Test func theTurnGoesByPriorityThenTheLineThenTheTarget() {
        func head(
            _ priority: Int,
            _ lane: Lane,
            waited: Duration,
            target: Duration = .seconds(100)
        ) -> QueueOrder.Head {
            let queue = Queue(id: ID(at: now), name: "Q", scope: nil, priority: priority, targetWait: target)
            return .init(queue: queue, lane: lane, queuedAt: now - waited)
        }
        let urgent = head(7, .live, waited: .seconds(1))
        let long = head(5, .live, waited: .seconds(300))
        let overdue = head(5, .live, waited: .seconds(200), target: .seconds(60))
        let ticket = head(5, .ticket, waited: .seconds(390))
        #expect(
            QueueOrder.sorted([ticket, long, overdue, urgent], at: now) == [urgent, overdue, long, ticket]
        )
        let starving = head(5, .ticket, waited: .seconds(1200))
        #expect(QueueOrder.sorted([urgent, starving], at: now) == [starving, urgent], "nothing starves")
    }

    @Test func theWaitIsUnknownUntilTheQueueHasMoved() {
        let now = Instant(milliseconds: 600_000)
        let two = [Instant(milliseconds: 0), Instant(milliseconds: 300_000)]
        #expect(WaitEstimate.seconds(position: 1, handOvers: two, now: now) == nil)
        let three = two + [Instant(milliseconds: 600_000)]
        let first = WaitEstimate.seconds(position: 1, handOvers: three, now: now)
        #expect(first == 120...300)
        let third = WaitEstimate.seconds(position: 3, handOvers: three, now: now)
        #expect(third == 360...900)
    }

    @Test func aQueueThatHasStoppedLooksSlower() throws {
        let handOvers = [0, 60_000, 120_000].map { Instant(milliseconds: $0) }
        let moving = try #require(
            WaitEstimate.seconds(position: 1, handOvers: handOvers, now: Instant(milliseconds: 120_000))
        )
        let stopped = try #require(
            WaitEstimate.seconds(position: 1, handOvers: handOvers, now: Instant(milliseconds: 900_000))
        )
        #expect(stopped.upperBound > moving.upperBound)
    }
}
