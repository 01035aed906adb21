import Base
import People
import Storage
import Testing
import TestSupport

@Suite struct TeamsTests {
    @Test(arguments: TestDatabase.engines)
    func aTeamIsKeptAsItWasMadeAndChanged(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let ming = try await scenario.agent("Ming")
            let hours = try BusinessHours(timeZone: "Asia/Shanghai", week: [:])
            let made = try await scenario.teams.create(
                .init(name: " VIP ", hours: hours, outsideHours: .ticket, members: [ming.id])
            )
            #expect(made.name == "VIP")
            #expect(try await scenario.teams.all() == [made])

            let changed = try await scenario.teams.update(made.id, to: .init(name: "Night"))
            #expect(try await scenario.teams.all() == [changed])
            #expect(changed.hours == nil && changed.members.isEmpty)
        }
    }

    @Test("a team goes and its members stay", arguments: TestDatabase.engines)
    func deleting(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let ming = try await scenario.agent("Ming")
            let team = try await scenario.teams.create(.init(name: "VIP", members: [ming.id]))
            try await scenario.teams.delete(team.id)
            #expect(try await scenario.teams.all() == [])
            #expect(try await scenario.agents.agent(ming.id) != nil)
            await #expect(throws: TeamError.notFound(team.id)) { try await scenario.teams.delete(team.id) }
            _ = try await scenario.teams.create(.init(name: "VIP", members: [ming.id]))
        }
    }

    @Test(arguments: TestDatabase.engines)
    func whatCannotBeIsRefused(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let team = try await scenario.teams.create(.init(name: "VIP"))
            let nobody = ID<Agent>(at: scenario.clock.now)
            let none = ID<Team>(at: scenario.clock.now)
            await #expect(throws: TeamError.nameTaken("VIP")) {
                try await scenario.teams.create(.init(name: "VIP"))
            }
            await #expect(throws: TeamError.notFound(none)) {
                try await scenario.teams.update(none, to: .init(name: "X"))
            }
            await #expect(throws: AgentError.notFound(nobody)) {
                try await scenario.teams.update(team.id, to: .init(name: "X", members: [nobody]))
            }
            #expect(try await scenario.teams.all() == [team], "nothing of it was written")
            await #expect(throws: TeamError.self) {
                try await scenario.teams.create(.init(name: "  "))
            }
        }
    }
}
