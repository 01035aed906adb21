import Base
import Hummingbird
package import People
import Web

/// How conversations are routed: queues, teams, and what agents can do.
///
/// Agents read it to pass things on; who manages routing changes it.
package struct RoutingRoutes: Sendable {
    private let queues: Queues
    private let teams: Teams
    private let agents: Agents
    private let timeline: Timeline

    package init(queues: Queues, teams: Teams, agents: Agents, timeline: Timeline) {
        self.queues = queues
        self.teams = teams
        self.agents = agents
        self.timeline = timeline
    }

    /// - `desk`: `/api/v1/agent`.
    /// - `admin`: `/api/v1/admin`.
    package func register(on desk: AgentRouter, _ admin: AgentRouter) {
        desk.get("queues", needs: .conversationsRead, use: listQueues)
        desk.get("teams", needs: .conversationsRead, use: listTeams)
        admin.post("queues", needs: .routingManage, use: createQueue)
        admin.put("queues/:id", needs: .routingManage, use: updateQueue)
        admin.delete("queues/:id", needs: .routingManage, use: retireQueue)
        admin.post("teams", needs: .routingManage, use: createTeam)
        admin.put("teams/:id", needs: .routingManage, use: updateTeam)
        admin.delete("teams/:id", needs: .routingManage, use: deleteTeam)
        admin.get("agents", needs: .routingManage, use: listAgents)
        admin.put("agents/:id/abilities", needs: .routingManage, use: setAbilities)
    }

    // MARK: Queues

    @Sendable private func listQueues(_ request: Request, _ context: AgentContext) async throws -> Response {
        try .json(ListPage(await queues.all().map(QueueView.init)))
    }

    @Sendable private func createQueue(_ request: Request, _ context: AgentContext) async throws -> Response {
        let queue = try await queues.create(try await request.json(QueueBody.self).draft, by: context.actor)
        try await timeline.drainToAll()
        return try .json(QueueView(queue), status: .created)
    }

    @Sendable private func updateQueue(_ request: Request, _ context: AgentContext) async throws -> Response {
        let id = try context.parameter("id", as: ID<Queue>.self)
        let queue = try await queues.update(
            id,
            to: try await request.json(QueueBody.self).draft,
            by: context.actor
        )
        try await timeline.drainToAll()
        return try .json(QueueView(queue))
    }

    @Sendable private func retireQueue(_ request: Request, _ context: AgentContext) async throws -> Response {
        try await queues.retire(try context.parameter("id", as: ID<Queue>.self), by: context.actor)
        try await timeline.drainToAll()
        return Response(status: .noContent)
    }

    // MARK: Teams

    @Sendable private func listTeams(_ request: Request, _ context: AgentContext) async throws -> Response {
        try .json(ListPage(await teams.all().map(TeamView.init)))
    }

    @Sendable private func createTeam(_ request: Request, _ context: AgentContext) async throws -> Response {
        let team = try await teams.create(try await request.json(TeamBody.self).draft, by: context.actor)
        return try .json(TeamView(team), status: .created)
    }

    @Sendable private func updateTeam(_ request: Request, _ context: AgentContext) async throws -> Response {
        let id = try context.parameter("id", as: ID<Team>.self)
        let team = try await teams.update(
            id,
            to: try await request.json(TeamBody.self).draft,
            by: context.actor
        )
        try await timeline.drainToAll()
        return try .json(TeamView(team))
    }

    @Sendable private func deleteTeam(_ request: Request, _ context: AgentContext) async throws -> Response {
        try await teams.delete(try context.parameter("id", as: ID<Team>.self), by: context.actor)
        return Response(status: .noContent)
    }

    // MARK: Agents

    @Sendable private func listAgents(_ request: Request, _ context: AgentContext) async throws -> Response {
        let teams = try await teams.all()
        let answering = try await agents.activeAgents().filter {
            Permission.conversationsAnswer.isGranted(to: $0.role)
        }
        return try .json(ListPage(answering.map { RoutedAgentView($0, teams) }))
    }

    @Sendable private func setAbilities(
        _ request: Request,
        _ context: AgentContext
    ) async throws -> Response {
        let id = try context.parameter("id", as: ID<Agent>.self)
        let body = try await request.json(AbilitiesBody.self)
        try await timeline.setAbilities(body.abilities, capacity: body.capacity, of: id, by: context.actor)
        guard let agent = try await agents.agent(id) else { throw AgentError.notFound(id) }
        return try .json(RoutedAgentView(agent, await teams.all()))
    }
}
