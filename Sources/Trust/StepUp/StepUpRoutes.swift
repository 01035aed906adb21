import Base
package import Hummingbird
package import People
package import Web

/// `/api/v1/agent/conversations/{id}/verifications` and `/api/v1/conversations/{id}/verifications`: who somebody is.
package struct StepUpRoutes: Sendable {
    private struct AskBody: Decodable {
        let purpose: StepUp.Purpose
        let method: StepUp.Method
        let level: String?
    }

    /// The one thing that is never logged, stored or told: it goes from here to whoever can tell whether it is right.
    private struct AnswerBody: Decodable {
        let code: Redacted<String>

        enum CodingKeys: CodingKey {
            case code
        }

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            code = Redacted(try values.decodeIfPresent(String.self, forKey: .code) ?? "")
        }
    }

    private struct StepUpList: Encodable {
        let data: [AgentStepUpView]
        /// What can be asked for on this installation.
        let methods: [StepUp.Method]
        let purposes: [StepUp.Purpose]
    }

    /// In bytes: a code is six digits.
    private static let longestAnswer = 1024

    private let stepUps: StepUps
    private let answers: RateLimiter
    private let asking: RateLimiter

    /// - `answers`: How often a customer answers or wants a code, and an address does.
    /// - `asking`: How often an agent asks.
    package init(stepUps: StepUps, answers: RateLimiter, asking: RateLimiter) {
        self.stepUps = stepUps
        self.answers = answers
        self.asking = asking
    }

    package func register(on router: Router<WebContext>, _ desk: AgentRouter) {
        desk.get("conversations/:id/verifications", needs: .conversationsRead, use: list)
        desk.post("conversations/:id/verifications", needs: .conversationsAnswer, use: ask)
        desk.delete(
            "conversations/:id/verifications/:verification",
            needs: .conversationsAnswer,
            use: takeBack
        )
        let group = router.group("/api/v1/conversations", context: CustomerContext.self)
        group.get(":id/verifications/:verification", use: show)
        group.post(":id/verifications/:verification/code", use: sendCode)
        group.post(":id/verifications/:verification/answer", use: answer)
    }

    // MARK: Agents

    @Sendable private func list(_ request: Request, _ context: AgentContext) async throws -> Response {
        let place = try context.parameter("id", as: ID<ConversationPlace>.self)
        let all = try await stepUps.all(in: place)
        return try .json(
            StepUpList(
                data: all,
                methods: stepUps.methods,
                purposes: StepUp.Purpose.allCases
            )
        )
    }

    @Sendable private func ask(_ request: Request, _ context: AgentContext) async throws -> Response {
        try asking.check("verification:\(context.agent.id)")
        let place = try context.parameter("id", as: ID<ConversationPlace>.self)
        let body = try await request.json(AskBody.self)
        let draft = StepUps.Draft(body.purpose, by: body.method, level: body.level)
        let view = try await stepUps.ask(draft, in: place, by: context.agent, from: context.web.remoteAddress)
        return try .json(view, status: .created)
    }

    @Sendable private func takeBack(_ request: Request, _ context: AgentContext) async throws -> Response {
        let place = try context.parameter("id", as: ID<ConversationPlace>.self)
        let id = try context.parameter("verification", as: ID<StepUp>.self)
        let address = context.web.remoteAddress
        let view = try await stepUps.cancel(id, in: place, by: context.agent, from: address)
        return try .json(view)
    }

    // MARK: Customers

    @Sendable private func show(_ request: Request, _ context: CustomerContext) async throws -> Response {
        let (place, id) = try named(context)
        return try .json(await stepUps.show(id, in: place, for: context.customer))
    }

    @Sendable private func sendCode(_ request: Request, _ context: CustomerContext) async throws -> Response {
        try check(context)
        let (place, id) = try named(context)
        return try .json(await stepUps.sendCode(id, in: place, for: context.customer))
    }

    @Sendable private func answer(_ request: Request, _ context: CustomerContext) async throws -> Response {
        try check(context)
        let (place, id) = try named(context)
        let body = try await request.json(AnswerBody.self, limitInBytes: Self.longestAnswer)
        return try .json(await stepUps.answer(id, in: place, with: body.code, for: context.customer))
    }

    private func check(_ context: CustomerContext) throws {
        try answers.check("verification:\(context.customer.id)")
        try answers.check("verification:\(context.web.remoteAddress)")
    }

    private func named(_ context: CustomerContext) throws -> (place: ID<ConversationPlace>, id: ID<StepUp>) {
        (
            try context.parameter("id", as: ID<ConversationPlace>.self),
            try context.parameter("verification", as: ID<StepUp>.self)
        )
    }
}
