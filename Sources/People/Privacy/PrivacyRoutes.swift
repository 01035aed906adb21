import Base
import Foundation
import HTTPTypes
package import Hummingbird
import Storage
package import Web

/// `/api/v1/personal-data` for a customer's own, `/api/v1/admin/privacy/…` for those who answer for everybody's.
package struct PrivacyRoutes: Sendable {
    private struct CustomerView: Encodable {
        let id: String
        let uid: String?
        let isVerified: Bool
        let createdAt: Instant
        let erasure: String?

        init(_ found: PersonalData.Found) {
            self.id = found.customer.id.description
            self.uid = found.customer.uid
            self.isVerified = found.customer.isVerified
            self.createdAt = found.customer.createdAt
            self.erasure = found.erasure?.description
        }

        private enum CodingKeys: CodingKey {
            case id, uid, isVerified, createdAt, erasure
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(id, forKey: .id)
            try container.encode(uid, forKey: .uid)
            try container.encode(isVerified, forKey: .isVerified)
            try container.encode(createdAt, forKey: .createdAt)
            try container.encode(erasure, forKey: .erasure)
        }
    }

    private struct ErasureView: Encodable {
        let id: String
        let customer: String
        let reason: Erasure.Reason
        let reference: String
        let requestedBy: String
        let requestedAt: Instant
        let status: Erasure.Status
        let doneAt: Instant?
        let erased: [Count]
        let kept: [Kept]

        struct Count: Encodable {
            let kind: String
            let count: Int
        }

        struct Kept: Encodable {
            let kind: String
            let count: Int
            let reason: Erasure.KeptReason
        }

        init(_ erasure: Erasure) {
            self.id = erasure.id.description
            self.customer = erasure.customer.description
            self.reason = erasure.reason
            self.reference = erasure.reference
            self.requestedBy = erasure.requestedBy.description
            self.requestedAt = erasure.requestedAt
            self.status = erasure.status
            self.doneAt = erasure.doneAt
            self.erased = Self.counts(erasure.report.erased)
            self.kept = Erasure.Kept.allCases.compactMap { kind in
                erasure.report.kept[kind.rawValue].map {
                    Kept(kind: kind.rawValue, count: $0, reason: kind.reason)
                }
            }
        }

        private static func counts(_ counts: [String: Int]) -> [Count] {
            counts.sorted { $0.key < $1.key }.map { Count(kind: $0.key, count: $0.value) }
        }

        private enum CodingKeys: CodingKey {
            case id, customer, reason, reference, requestedBy, requestedAt, status, doneAt, erased, kept
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(id, forKey: .id)
            try container.encode(customer, forKey: .customer)
            try container.encode(reason, forKey: .reason)
            try container.encode(reference, forKey: .reference)
            try container.encode(requestedBy, forKey: .requestedBy)
            try container.encode(requestedAt, forKey: .requestedAt)
            try container.encode(status, forKey: .status)
            try container.encode(doneAt, forKey: .doneAt)
            try container.encode(erased, forKey: .erased)
            try container.encode(kept, forKey: .kept)
        }
    }

    private struct ErasureBody: Decodable {
        let confirm: String
        let reason: Erasure.Reason
        let reference: String?
    }

    private let data: PersonalData
    private let limiter: RateLimiter
    private let approvals: Approvals

    /// - `limiter`: How often one customer, or one agent, has everything written out.
    package init(data: PersonalData, limiter: RateLimiter, approvals: Approvals) {
        self.approvals = approvals
        self.data = data
        self.limiter = limiter
    }

    package func register(on router: Router<WebContext>, _ admin: AgentRouter) {
        let group = router.group("/api/v1/personal-data", context: CustomerContext.self)
        group.get(use: exportOwn)
        admin.get("privacy/customers", needs: .privacyManage, use: find)
        admin.get("privacy/customers/:id/export", needs: .privacyManage, use: export)
        admin.post("privacy/customers/:id/erasure", needs: .privacyManage, use: erase)
        admin.get("privacy/erasures", needs: .privacyManage, use: list)
        admin.get("privacy/erasures/:id", needs: .privacyManage, use: show)
    }

    /// `GET /api/v1/personal-data` → a ZIP archive of everything that is kept of whoever asks.
    @Sendable private func exportOwn(_ request: Request, _ context: CustomerContext) async throws -> Response
    {
        try limiter.check("export:\(context.customer.id)")
        return archive(of: context.customer.id, for: .subject, by: nil)
    }

    /// `GET …/privacy/customers/{id}/export` → the same of a customer, for whoever answers for it.
    @Sendable private func export(_ request: Request, _ context: AgentContext) async throws -> Response {
        let id = try context.parameter("id", as: ID<Customer>.self)
        try limiter.check("export:\(context.agent.id)")
        // Before the answer begins: in the midst of it nothing could be said any more.
        let customer = try await data.exportable(id)
        return archive(of: customer, for: .agent, by: context.actor)
    }

    private func archive(
        of customer: ID<Customer>,
        for reader: ExportReader,
        by actor: AuditActor?
    ) -> Response {
        let data = data
        return .zip(named: "personal-data-\(customer).zip") { add in
            let now = data.now
            try await data.export(customer, for: reader, by: actor) { document in
                try await add(document.path, document.content, now)
            }
        }
    }

    /// `GET …/privacy/customers?name=` → the customer of the exchange's id, or of ours.
    @Sendable private func find(_ request: Request, _ context: AgentContext) async throws -> Response {
        guard let name = request.query("name"), !name.isEmpty, name.utf8.count <= 200 else {
            throw Problem.invalid(field: "name", "the exchange's id of a customer, or ours")
        }
        return try .json(CustomerView(await data.find(name.removingPercentEncoding ?? name)))
    }

    /// `{confirm, reason, reference?}` → 202 with the erasure, which goes on by itself, or with the request
    /// (`approval`) where a second person must agree first.
    @Sendable private func erase(_ request: Request, _ context: AgentContext) async throws -> Response {
        let id = try context.parameter("id", as: ID<Customer>.self)
        let body = try await request.json(ErasureBody.self)
        let reference = body.reference ?? ""
        let wish = try await data.check(id, confirmed: body.confirm, body.reason, reference: reference)
        let about = ["customer": wish.customer.description, "reference": wish.reference]
        return try await approvals.carryOut(PersonalData.erasing, wish, about: about, context) {
            let erasure = try await data.erase(
                id,
                confirmed: body.confirm,
                body.reason,
                reference: reference,
                by: context.agent,
                from: context.web.remoteAddress
            )
            return try .json(
                ErasureView(erasure),
                status: .accepted,
                headers: [.location: "/api/v1/admin/privacy/erasures/\(erasure.id)"]
            )
        }
    }

    @Sendable private func list(_ request: Request, _ context: AgentContext) async throws -> Response {
        let limit = try request.query("limit", in: 1...100, default: 50)
        let found = try await data.erasures(before: try request.cursor(ID<Erasure>.self), limit: limit + 1)
        let page = found.prefix(limit)
        let next = found.count > limit ? page.last?.id.description : nil
        return try .json(ListPage(page.map(ErasureView.init), nextCursor: next))
    }

    @Sendable private func show(_ request: Request, _ context: AgentContext) async throws -> Response {
        let id = try context.parameter("id", as: ID<Erasure>.self)
        return try .json(ErasureView(await data.erasure(id)))
    }
}
