import Base
import People
import Trust

// What the routing's routes take and answer.

struct QueueBody: Decodable {
    private let name: String
    private let isTransferOnly: Bool?
    private let topic: Topic?
    private let language: String?
    private let tier: String?
    private let priority: Int?
    private let requiredSkills: Set<Skill>?
    private let wantedSkills: Set<Skill>?
    private let relaxAfterSeconds: Int?
    private let targetWaitSeconds: Int?
    private let answerWithinSeconds: Int?
    private let team: ID<Team>?
    private let verification: StepUps.Draft?

    var draft: Queues.Draft {
        Queues.Draft(
            name: name,
            scope: isTransferOnly == true ? nil : .init(topic: topic, language: language, tier: tier),
            priority: priority ?? 5,
            skills: .init(
                required: requiredSkills ?? [],
                wanted: wantedSkills ?? [],
                relaxAfter: relaxAfterSeconds.map(Duration.seconds)
            ),
            targetWait: .seconds(targetWaitSeconds ?? 120),
            answerWithin: answerWithinSeconds.map(Duration.seconds),
            team: team,
            verification: verification
        )
    }
}

struct QueueView: Encodable {
    private let id: String
    private let name: String
    private let isGeneral: Bool
    private let isTransferOnly: Bool
    private let topic: Topic?
    private let language: String?
    private let tier: String?
    private let priority: Int
    private let requiredSkills: [Skill]
    private let wantedSkills: [Skill]
    private let relaxAfterSeconds: Int64?
    private let targetWaitSeconds: Int64
    private let answerWithinSeconds: Int64?
    private let team: String?
    private let verification: StepUps.Draft?

    init(_ queue: Queue) {
        self.id = queue.id.description
        self.name = queue.name
        self.isGeneral = queue.id == .general
        self.isTransferOnly = queue.scope == nil
        self.topic = queue.scope?.topic
        self.language = queue.scope?.language
        self.tier = queue.scope?.tier
        self.priority = queue.priority
        self.requiredSkills = queue.skills.required.sorted()
        self.wantedSkills = queue.skills.wanted.sorted()
        self.relaxAfterSeconds = queue.skills.relaxAfter?.components.seconds
        self.targetWaitSeconds = queue.targetWait.components.seconds
        self.answerWithinSeconds = queue.answerWithin?.components.seconds
        self.team = queue.team?.description
        self.verification = queue.verification
    }
}

struct TeamBody: Decodable {
    private let name: String
    private let hours: BusinessHours?
    private let outsideHours: Team.OutsideHours?
    private let repliesWithinSeconds: Int?
    private let members: Set<ID<Agent>>?

    var draft: Teams.Draft {
        Teams.Draft(
            name: name,
            hours: hours,
            outsideHours: outsideHours ?? .queue,
            repliesWithin: .seconds(repliesWithinSeconds ?? 4 * 3600),
            members: members ?? []
        )
    }
}

struct TeamView: Encodable {
    private let id: String
    private let name: String
    private let hours: BusinessHours?
    private let outsideHours: Team.OutsideHours
    private let repliesWithinSeconds: Int64
    private let members: [String]

    init(_ team: Team) {
        self.id = team.id.description
        self.name = team.name
        self.hours = team.hours
        self.outsideHours = team.outsideHours
        self.repliesWithinSeconds = team.repliesWithin.components.seconds
        self.members = team.members.sorted().map(\.description)
    }
}

struct AbilitiesBody: Decodable {
    let capacity: Int
    private let skills: Set<Skill>?
    private let languages: Set<String>?
    private let limits: [WorkKind: Int]?

    var abilities: Abilities {
        Abilities(skills: skills ?? [], languages: languages ?? [], limits: limits ?? [:])
    }
}

/// An agent as routing sees them.
struct RoutedAgentView: Encodable {
    private let id: String
    private let name: String
    private let badge: String
    private let role: Role
    private let capacity: Int
    private let skills: [Skill]
    private let languages: [String]
    private let limits: [WorkKind: Int]
    private let teams: [String]

    init(_ agent: Agent, _ teams: [Team]) {
        self.id = agent.id.description
        self.name = agent.name
        self.badge = agent.badge.rawValue
        self.role = agent.role
        self.capacity = agent.capacity
        self.skills = agent.abilities.skills.sorted()
        self.languages = agent.abilities.languages.sorted()
        self.limits = agent.abilities.limits
        self.teams = teams.filter { $0.members.contains(agent.id) }.map(\.id.description)
    }
}
