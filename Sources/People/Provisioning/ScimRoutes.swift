import Base
import Foundation
import HTTPTypes
package import Hummingbird
import Safeguard
import Storage
package import Web

/// `/scim/v2`: agents for programs of the company that provision them (RFC 7644), each with a token of its own.
package struct ScimRoutes: Sendable {
    private typealias Handler = @Sendable (Call) async throws -> Response

    /// A request of a program that proved which one it is.
    private struct Call: Sendable {
        let request: Request
        let context: WebContext
        let token: ProvisioningToken
        let base: String

        var actor: AuditActor { token.acting(from: context.remoteAddress) }

        func id() throws -> ID<Agent> {
            guard let id = context.parameters.get("id").flatMap({ ID<Agent>($0) }) else {
                throw ScimError.notFound
            }
            return id
        }

        func document() async throws -> ScimMembers {
            guard
                let members = ScimDocument.value(of: try await request.bytes(limitInBytes: 256 * 1024))?
                    .members
            else { throw ScimError.syntax("The body must be a JSON object.") }
            return ScimMembers(members)
        }

        /// What `If-Match` demands.
        func expectation() -> Provisioning.Expectation {
            let tags = request.headers[.ifMatch]?.split(separator: ",").map { String($0).trimmed }
            return { user in tags.map { $0.contains("*") || $0.contains(user.version) } ?? true }
        }

        func selection() -> ScimSelection {
            ScimSelection(request.query("attributes"), excluding: request.query("excludedAttributes"))
        }
    }

    private static let base = "/scim/v2"

    private let provisioning: Provisioning
    private let tokens: ProvisioningTokens
    private let byToken: RateLimiter
    private let byAddress: RateLimiter
    private let usesSecureCookies: Bool

    /// - `byToken`: Limits how much one program asks for.
    /// - `byAddress`: Limits how often one address comes with a wrong token.
    package init(
        provisioning: Provisioning,
        tokens: ProvisioningTokens,
        byToken: RateLimiter,
        byAddress: RateLimiter,
        usesSecureCookies: Bool
    ) {
        self.provisioning = provisioning
        self.tokens = tokens
        self.byToken = byToken
        self.byAddress = byAddress
        self.usesSecureCookies = usesSecureCookies
    }

    package func register(on router: Router<WebContext>) {
        on(.get, "ServiceProviderConfig", router) { try Self.answer(ScimDocument.config(at: $0.base)) }
        on(.get, "ResourceTypes", router) { call in
            try Self.whole(call, [ScimDocument.userType(at: call.base)])
        }
        on(.get, "ResourceTypes/:id", router) { call in
            guard call.context.parameters.get("id") == "User" else { throw ScimError.notFound }
            return try Self.answer(ScimDocument.userType(at: call.base))
        }
        on(.get, "Schemas", router) { call in try Self.whole(call, [ScimDocument.userSchema(at: call.base)]) }
        on(.get, "Schemas/:id", router) { call in
            let id = call.context.parameters.get("id")?.removingPercentEncoding
            guard id == ScimUser.schema else { throw ScimError.notFound }
            return try Self.answer(ScimDocument.userSchema(at: call.base))
        }
        on(.get, "Users", router) { try await list($0) }
        on(.post, "Users", router) { try await create($0) }
        on(.post, "Users/.search", router) { try await search($0) }
        on(.post, ".search", router) { try await search($0) }
        on(.get, "Users/:id", router) { try await show($0) }
        on(.put, "Users/:id", router) { try await replace($0) }
        on(.patch, "Users/:id", router) { try await change($0) }
        on(.delete, "Users/:id", router) { try await delete($0) }
        on(.get, "**", router) { _ in throw ScimError.notFound }
    }

    private func on(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ router: Router<WebContext>,
        _ handler: @escaping Handler
    ) {
        router.on("\(Self.base)/\(path)", method: method) { request, context in
            do {
                return try await handler(try await call(request, context))
            } catch let error as ScimError {
                return try Self.refusal(error)
            } catch let problem as Problem where problem.status == 413 {
                return try Self.refusal(.tooLarge)
            }
        }
    }

    /// Who asks.
    ///
    /// - Throws: ``ScimError/notAuthorised``; `Problem` 429.
    private func call(_ request: Request, _ context: WebContext) async throws -> Call {
        guard let text = Sessions.bearerToken(request.head),
            let token = try await tokens.token(withText: text)
        else {
            try byAddress.check("scim:\(context.remoteAddress)")
            throw ScimError.notAuthorised
        }
        try byToken.check("scim:\(token.id)")
        let site = Passkeys.Site(authority: request.head.authority, isSecure: usesSecureCookies)
        return Call(request: request, context: context, token: token, base: (site?.origin ?? "") + Self.base)
    }

    // MARK: Answers

    private static func answer(
        _ members: [String: JSONValue],
        status: HTTPResponse.Status = .ok,
        headers: HTTPFields = [:]
    ) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var headers = headers
        headers[.cacheControl] = "no-store"
        let bytes = try encoder.encode(members)
        return Response(bytes: bytes, type: "application/scim+json; charset=utf-8", status: status, headers)
    }

    private static func refusal(_ error: ScimError) throws -> Response {
        var headers: HTTPFields = [:]
        if error == .notAuthorised { headers[.wwwAuthenticate] = "Bearer realm=\"SCIM\"" }
        return try answer(ScimDocument.error(error), status: .init(code: error.status), headers: headers)
    }

    /// A collection that is told whole; it is not searched (RFC 7644, section 4).
    private static func whole(_ call: Call, _ resources: [[String: JSONValue]]) throws -> Response {
        guard call.request.query("filter") == nil else {
            return try answer(
                [
                    "schemas": .list([.text(ScimDocument.errorSchema)]), "status": .text("403"),
                    "detail": .text("This collection is not searched."),
                ],
                status: .forbidden
            )
        }
        return try answer(ScimDocument.list(resources, total: resources.count, from: 1))
    }

    private static func answer(
        _ user: ScimUser,
        to call: Call,
        status: HTTPResponse.Status = .ok
    ) throws -> Response {
        var headers: HTTPFields = [.eTag: user.version]
        if status == .created { headers[.location] = "\(call.base)/Users/\(user.agent.id)" }
        let resource = call.selection().applied(to: user.resource(at: call.base))
        return try answer(resource, status: status, headers: headers)
    }

    // MARK: Users

    private func list(_ call: Call) async throws -> Response {
        try await page(
            call,
            filter: call.request.query("filter"),
            start: call.request.query("startIndex"),
            count: call.request.query("count"),
            selection: call.selection()
        )
    }

    /// As the list, asked by a body (RFC 7644, section 3.4.3).
    private func search(_ call: Call) async throws -> Response {
        let body = try await call.document()
        func number(_ name: String) -> String? {
            guard case .number(let number) = body[name], abs(number) < 1e9 else { return nil }
            return String(Int(number))
        }
        return try await page(
            call,
            filter: try body.text("filter"),
            start: number("startIndex"),
            count: number("count"),
            selection: ScimSelection(
                body["attributes"]?.texts.joined(separator: ","),
                excluding: body["excludedAttributes"]?.texts.joined(separator: ",")
            )
        )
    }

    private func page(
        _ call: Call,
        filter: String?,
        start: String?,
        count: String?,
        selection: ScimSelection
    ) async throws -> Response {
        func number(_ text: String?, _ standard: Int) throws -> Int {
            guard let text else { return standard }
            guard let number = Int(text) else {
                throw ScimError.value("startIndex and count are whole numbers.")
            }
            return number
        }
        // What is too small counts as the smallest (RFC 7644, section 3.4.2.4).
        let first = min(max(1, try number(start, 1)), 1_000_000)
        let limit = min(max(0, try number(count, 100)), ScimDocument.mostOfPage)
        let condition = try filter.map { text throws(ScimError) in try ScimFilter(text) }
        let (page, total) = try await provisioning.users(condition, after: first - 1, limit: limit)
        let resources = page.map { selection.applied(to: $0.resource(at: call.base)) }
        return try Self.answer(ScimDocument.list(resources, total: total, from: first))
    }

    private func show(_ call: Call) async throws -> Response {
        let user = try await provisioning.user(call.id())
        if call.request.headers[.ifNoneMatch] == user.version {
            return Response(status: .notModified, headers: [.eTag: user.version])
        }
        return try Self.answer(user, to: call)
    }

    private func create(_ call: Call) async throws -> Response {
        let draft = try ScimDraft(try await call.document(), replacing: nil)
        return try Self.answer(
            try await provisioning.create(draft, by: call.actor),
            to: call,
            status: .created
        )
    }

    private func replace(_ call: Call) async throws -> Response {
        let resource = try await call.document()
        let user = try await provisioning.change(call.id(), by: call.actor, if: call.expectation()) { user in
            try ScimDraft(resource, replacing: user)
        }
        return try Self.answer(user, to: call)
    }

    private func change(_ call: Call) async throws -> Response {
        let patch = try ScimPatch(try await call.document())
        let user = try await provisioning.change(call.id(), by: call.actor, if: call.expectation()) { user in
            var draft = ScimDraft(user)
            try patch.apply(to: &draft)
            return draft
        }
        return try Self.answer(user, to: call)
    }

    private func delete(_ call: Call) async throws -> Response {
        try await provisioning.delete(call.id(), by: call.actor, if: call.expectation())
        return .noContent
    }
}
