import Base
import Foundation
import HTTPTypes
package import Hummingbird
import Safeguard
package import Web

/// `/api/v1/agent/passkeys`: an agent's own; and `/api/v1/agent/passkey-session`, by which one signs in.
///
/// Bytes are base 64 for URLs, as the browser's own JSON of credentials has them.
package struct PasskeyRoutes: Sendable {
    private struct PasskeyView: Encodable {
        let id: String
        let name: String
        let createdAt: Instant
        let usedAt: Instant?

        init(_ passkey: Passkey) {
            self.id = passkey.credentialID.base64URL
            self.name = passkey.name
            self.createdAt = passkey.createdAt
            self.usedAt = passkey.usedAt
        }
    }

    private struct MakingView: Encodable {
        let challenge: String
        let relyingParty: String
        let relyingPartyName: String
        let userId: String
        let userName: String
        let displayName: String
        let algorithms: [Int]
        let known: [String]
    }

    private struct ProvingView: Encodable {
        let challenge: String
        let relyingParty: String
    }

    private struct MadeBody: Decodable {
        let name: String
        let clientData: String
        let authenticatorData: String
    }

    private let passkeys: Passkeys
    private let agents: Agents
    private let brand: String
    private let proofs: RateLimiter
    private let byAddress: RateLimiter
    private let usesSecureCookies: Bool

    /// - `brand`: What devices show beside a key.
    /// - `proofs`: Limits how often one agent proves who they are.
    /// - `byAddress`: Limits attempts from one address.
    package init(
        passkeys: Passkeys,
        agents: Agents,
        brand: String,
        proofs: RateLimiter,
        byAddress: RateLimiter,
        usesSecureCookies: Bool
    ) {
        self.passkeys = passkeys
        self.agents = agents
        self.brand = brand
        self.proofs = proofs
        self.byAddress = byAddress
        self.usesSecureCookies = usesSecureCookies
    }

    package func register(on router: Router<WebContext>, _ desk: AgentRouter) {
        desk.get("passkeys", needs: .ownSession, use: list)
        desk.post("passkeys/challenge", needs: .ownSession, use: beginMaking)
        desk.post("passkeys", needs: .ownSession, use: add)
        desk.post("passkeys/:id/remove", needs: .ownSession, use: remove)
        router.post("/api/v1/agent/passkey-session/challenge", use: beginProving)
        router.post("/api/v1/agent/passkey-session", use: signIn)
    }

    static func bytes(_ text: String, _ field: String) throws -> [UInt8] {
        guard text.utf8.count <= 8192, let bytes = [UInt8](base64URL: text) else {
            throw Problem.invalid(field: field, "base 64 for URLs")
        }
        return bytes
    }

    private func site(_ request: Request) throws -> Passkeys.Site {
        try Passkeys.Site(of: request, isSecure: usesSecureCookies)
    }

    @Sendable private func list(_ request: Request, _ context: AgentContext) async throws -> Response {
        try .json(ListPage(try await passkeys.passkeys(of: context.agent.id).map(PasskeyView.init)))
    }

    private func proof(_ request: Request, _ context: AgentContext) async throws -> SecondFactors.Proof {
        let body = try await request.json(ProofBody.self)
        try proofs.check("proof:\(context.agent.id)")
        return try body.proof(of: request, isSecure: usesSecureCookies)
    }

    /// `{password, code?, passkey?}` → what the browser needs to make a key.
    @Sendable private func beginMaking(_ request: Request, _ context: AgentContext) async throws -> Response {
        let site = try site(request)
        let challenge = try await passkeys.challenge(for: context.agent, proof: proof(request, context))
        let view = MakingView(
            challenge: challenge.base64URL,
            relyingParty: site.relyingParty,
            relyingPartyName: brand,
            userId: context.agent.id.bytes.base64URL,
            userName: context.agent.email,
            displayName: context.agent.name,
            algorithms: PasskeyCheck.algorithms,
            known: try await passkeys.passkeys(of: context.agent.id).map(\.credentialID.base64URL)
        )
        return try .json(view, headers: [.cacheControl: "no-store"])
    }

    /// `{name, client_data, authenticator_data}` → 201 with the passkey.
    @Sendable private func add(_ request: Request, _ context: AgentContext) async throws -> Response {
        let body = try await request.json(MadeBody.self)
        let made = Passkeys.Made(
            name: body.name,
            clientData: try Self.bytes(body.clientData, "client_data"),
            authenticatorData: try Self.bytes(body.authenticatorData, "authenticator_data")
        )
        let passkey = try await passkeys.add(
            made,
            of: context.agent,
            at: site(request),
            keeping: context.session,
            by: context.actor
        )
        return try .json(PasskeyView(passkey), status: .created)
    }

    /// `{password, code?, passkey?}` → 204.
    @Sendable private func remove(_ request: Request, _ context: AgentContext) async throws -> Response {
        let id = try context.parameter("id", as: String.self)
        guard let credentialID = [UInt8](base64URL: id) else { throw SignInError.passkeyNotFound }
        try await passkeys.remove(
            credentialID,
            of: context.agent,
            proof: proof(request, context),
            keeping: context.session,
            by: context.actor
        )
        return .noContent
    }

    @Sendable private func beginProving(_ request: Request, _ context: WebContext) async throws -> Response {
        try byAddress.check("agent:\(context.remoteAddress)")
        let site = try site(request)
        let view = ProvingView(
            challenge: try await passkeys.challenge().base64URL,
            relyingParty: site.relyingParty
        )
        return try .json(view, headers: [.cacheControl: "no-store"])
    }

    /// `{id, client_data, authenticator_data, signature}` → as `POST /agent/session`.
    @Sendable private func signIn(_ request: Request, _ context: WebContext) async throws -> Response {
        let body = try await request.json(PasskeyAssertionBody.self)
        try byAddress.check("agent:\(context.remoteAddress)")
        let session = try await passkeys.signIn(
            body.assertion(),
            at: site(request),
            from: request.origin(context)
        )
        return try await AgentSessionRoutes.started(session, agents, isSecure: usesSecureCookies)
    }
}
