package import Base
import HTTPTypes
package import Hummingbird
import Web

/// `/api/v1/agent/approvals` for those who ask and agree, `/api/v1/admin/approval-rules` for who says what needs it.
package struct ApprovalRoutes: Sendable {
    private struct NoteBody: Decodable {
        let note: String?
    }

    private struct Approvables: Encodable {
        struct Entry: Encodable {
            let action: String
            let needsApproval: Bool
        }

        let data: [Entry]
    }

    private struct ApprovalList: Encodable {
        let page: ListPage<ApprovalView>
        let waiting: Int

        private enum CodingKeys: CodingKey {
            case waiting
        }

        func encode(to encoder: any Encoder) throws {
            try page.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(waiting, forKey: .waiting)
        }
    }

    private let approvals: Approvals

    package init(approvals: Approvals) {
        self.approvals = approvals
    }

    package func register(on desk: AgentRouter, _ admin: AgentRouter) {
        desk.get("approvals", needs: .approvalsSee, use: list)
        desk.get("approvals/:id", needs: .approvalsSee, use: show)
        desk.post("approvals/:id/approve", needs: .approvalsSee, use: approve)
        desk.post("approvals/:id/refuse", needs: .approvalsSee, use: refuse)
        desk.post("approvals/:id/withdraw", needs: .approvalsSee, use: withdraw)
        admin.get("approval-rules", needs: .approvalsManage, use: rules)
        admin.put("approval-rules", needs: .approvalsManage, use: setRules)
    }

    /// `?status=waiting|decided&cursor=&limit=` → what concerns the reader, the newest first, and how many wait for them.
    @Sendable private func list(_ request: Request, _ context: AgentContext) async throws -> Response {
        enum State: String, Codable, CaseIterable { case waiting, decided }
        let state = try request.query("status", as: State.self) ?? .waiting
        let limit = try request.query("limit", in: 1...100, default: 50)
        let found = try await approvals.list(
            isWaiting: state == .waiting,
            for: context.agent,
            before: try request.cursor(ID<Approval>.self),
            limit: limit + 1
        )
        let page = Array(found.prefix(limit))
        let next = found.count > limit ? page.last?.id : nil
        let waiting = try await approvals.waiting(for: context.agent)
        return try .json(ApprovalList(page: ListPage(page, nextCursor: next), waiting: waiting))
    }

    @Sendable private func show(_ request: Request, _ context: AgentContext) async throws -> Response {
        try .json(await approvals.approval(id(context), for: context.agent))
    }

    /// `{note?}` → the request, done; 409 where that cannot be any more.
    @Sendable private func approve(_ request: Request, _ context: AgentContext) async throws -> Response {
        let note = try await request.json(NoteBody.self).note ?? ""
        return try .json(
            await approvals.approve(id(context), note: note, by: context.agent, as: context.actor)
        )
    }

    /// `{note}` → the request.
    @Sendable private func refuse(_ request: Request, _ context: AgentContext) async throws -> Response {
        let note = try await request.json(NoteBody.self).note ?? ""
        return try .json(
            await approvals.refuse(id(context), note: note, by: context.agent, as: context.actor)
        )
    }

    @Sendable private func withdraw(_ request: Request, _ context: AgentContext) async throws -> Response {
        try .json(await approvals.withdraw(id(context), by: context.agent, as: context.actor))
    }

    @Sendable private func rules(_ request: Request, _ context: AgentContext) async throws -> Response {
        try await answer()
    }

    /// `{actions}` → what needs a second person from now on; 202 where taking a mark away needs one itself.
    @Sendable private func setRules(_ request: Request, _ context: AgentContext) async throws -> Response {
        let rules = try await request.json(ApprovalRules.self)
        try await approvals.check(rules)
        let before = try await approvals.rules().actions
        let taken = before.subtracting(rules.actions)
        guard taken.isEmpty else {
            let added = rules.actions.subtracting(before).sorted().joined(separator: ", ")
            let about = ["taken": taken.sorted().joined(separator: ", "), "added": added]
            return try await approvals.asked(Approvals.rulesAction, rules, about: about, context)
        }
        try await approvals.set(rules, by: context.agent, as: context.actor)
        return try await answer()
    }

    private func answer() async throws -> Response {
        let marked = try await approvals.rules().actions
        return try .json(
            Approvables(
                data: approvals.markable.map {
                    .init(action: $0.name, needsApproval: marked.contains($0.name))
                }
            )
        )
    }

    private func id(_ context: AgentContext) throws -> ID<Approval> {
        try context.parameter("id", as: ID<Approval>.self)
    }
}

extension Approvals {
    private struct Asked: Encodable {
        let approval: ApprovalView
    }

    /// What a route does for an action that may be marked: at once, or as a request that a second person agrees to.
    ///
    /// - Parameters:
    ///   - action: ``ApprovableAction/name``.
    ///   - parameters: Exactly what is to be done.
    ///   - about: What the sentence about it names.
    ///   - customer: Whom it concerns.
    ///   - context: Who wants it.
    ///   - directly: Does it, where it is not marked.
    /// - Returns: What `directly` answers, or 202 with the request.
    /// - Throws: ``ApprovalError``, and what `directly` throws.
    package func carryOut(
        _ action: String,
        _ parameters: some Codable & Sendable,
        about: [String: String],
        concerning customer: ID<Customer>? = nil,
        _ context: AgentContext,
        directly: () async throws -> Response
    ) async throws -> Response {
        guard try await isNeeded(action) else { return try await directly() }
        return try await asked(action, parameters, about: about, concerning: customer, context)
    }

    /// → 202 with the request.
    func asked(
        _ action: String,
        _ parameters: some Codable & Sendable,
        about: [String: String],
        concerning customer: ID<Customer>? = nil,
        _ context: AgentContext
    ) async throws -> Response {
        let approval = try await ask(
            action,
            parameters,
            about: about,
            concerning: customer,
            by: context.agent,
            as: context.actor
        )
        return try .json(Asked(approval: approval), status: .accepted)
    }
}
