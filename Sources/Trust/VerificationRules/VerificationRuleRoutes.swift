import Base
import Hummingbird
package import People
import Web

/// `/api/v1/admin/verification-rules`: what needs a customer who has proved who they are.
package struct VerificationRuleRoutes: Sendable {
    private struct RuleList: Encodable {
        struct Entry: Encodable {
            let deed: AccountDeed
            let needsVerification: Bool
            /// What it does to verify them for.
            let purposes: [StepUp.Purpose]
        }

        let data: [Entry]
    }

    private let rules: VerificationRules
    private let approvals: Approvals

    package init(rules: VerificationRules, approvals: Approvals) {
        self.rules = rules
        self.approvals = approvals
    }

    package func register(on admin: AgentRouter) {
        admin.get("verification-rules", needs: .approvalsManage, use: show)
        admin.put("verification-rules", needs: .approvalsManage, use: set)
    }

    @Sendable private func show(_ request: Request, _ context: AgentContext) async throws -> Response {
        try await answer()
    }

    /// `{deeds}` → what needs a verified customer from now on; 202 where a second person must agree first.
    @Sendable private func set(_ request: Request, _ context: AgentContext) async throws -> Response {
        let marks = try await request.json(VerificationRules.Marks.self)
        let before = try await rules.marks().deeds
        func names(_ deeds: Set<AccountDeed>) -> String {
            deeds.map(\.rawValue).sorted().joined(separator: ", ")
        }
        let about = [
            "taken": names(before.subtracting(marks.deeds)), "added": names(marks.deeds.subtracting(before)),
        ]
        return try await approvals.carryOut(VerificationRules.changing, marks, about: about, context) {
            try await rules.set(marks, by: context.agent, as: context.actor)
            return try await answer()
        }
    }

    private func answer() async throws -> Response {
        let marked = try await rules.marks().deeds
        return try .json(
            RuleList(
                data: AccountDeed.allCases.map {
                    .init(deed: $0, needsVerification: marked.contains($0), purposes: $0.purposes)
                }
            )
        )
    }
}
