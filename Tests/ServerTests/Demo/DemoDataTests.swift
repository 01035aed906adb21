import Base
import Conversations
import Foundation
import People
@testable import Server
import Storage
import TestSupport
import Testing

/// Whoever tries the demo finds a desk at work, and what was printed is true.
@Suite struct DemoDataTests {
    @Test(arguments: TestDatabase.engines) func theDeskHasQueuesTeamsAndSkills(on engine: Engine) async throws
    {
        try await TestServer.with(engine) { server in
            try await DemoData(server.wiring).fill()
            let agents = try await server.wiring.agents.activeAgents()
            let teams = try await server.wiring.teams.all()
            let queues = try await server.wiring.queues.all()
            #expect(agents.map(\.name) == ["Admin", "Ana", "Ming", "Sofia"])
            #expect(Set(agents.map(\.abilities.skills)).count == agents.count)
            #expect(teams.map(\.name) == ["Integrations", "Payments"])
            #expect(teams.allSatisfy { $0.hours != nil && !$0.members.isEmpty })
            #expect(
                queues.map(\.name) == [
                    "Account in danger", "VIP", "Deposits and withdrawals", "API 中文", "General",
                    "Second line",
                ]
            )
            // What a queue asks for, somebody can do.
            let able = agents.reduce(Set<Skill>()) { $0.union($1.abilities.skills) }
            #expect(queues.allSatisfy { $0.skills.required.union($0.skills.wanted).isSubset(of: able) })
        }
    }

    @Test func whatSomebodyChangedIsLeftAlone() async throws {
        try await TestServer.with { server in
            try await DemoData(server.wiring).fill()
            for queue in try await server.wiring.queues.all() where queue.id != .general {
                try await server.wiring.queues.retire(queue.id)
            }
            try await DemoData(server.wiring).fill()
            #expect(try await server.wiring.queues.all().map(\.id) == [.general])
            #expect(try await server.wiring.teams.all().count == 2)
        }
    }

    @Test func everySignInThatIsPrintedWorks() async throws {
        try await TestServer.with { server in
            try await DemoData(server.wiring).fill()
            let guide = DemoData.guide(address: "http://127.0.0.1:8080")
            let printed = guide.split(separator: "\n").filter { $0.contains("@demo.example") }
            #expect(printed.count == 4)
            for line in printed {
                let words = line.split(separator: " ").map {
                    $0.trimmingCharacters(in: .punctuationCharacters)
                }
                let session = try await server.wiring.agents.signIn(
                    email: words[0],
                    password: Redacted(DemoData.password)
                )
                #expect(words.contains(session.agent.badge.rawValue))
                #expect(words.contains(session.agent.role.rawValue))
                #expect(session.agent.abilities.skills.allSatisfy { words.contains($0.rawValue) })
            }
        }
    }
}
