package import Base
package import Safeguard
import Storage
import Web

/// The door for agents who come through the OpenID provider: authorization code flow with PKCE (OpenID Connect Core 1.0,
/// RFC 7636).
package struct OpenIDSignIn: Sendable {
    /// Where a browser is sent, and what it has to bring back in its cookie.
    package struct Departure: Sendable {
        package let address: String
        package let browser: OpaqueToken
    }

    /// What the browser brings back from the provider.
    package struct Return: Sendable {
        package var code: String?
        package var state: String?
        /// What the provider calls its refusal.
        package var error: String?
        /// Who sent it (RFC 9207).
        package var issuer: String?
        /// The secret of the browser's cookie.
        package var browser: String?

        package init(code: String?, state: String?, error: String?, issuer: String?, browser: String?) {
            self.code = code
            self.state = state
            self.error = error
            self.issuer = issuer
            self.browser = browser
        }
    }

    /// What came of it.
    package enum Arrival: Sendable {
        case entered(Agents.Session)
        /// Of this agent the second factor is missing; the browser's cookie stands for the first.
        case codeRequired
        /// As above, where they have passkeys and no authenticator app: one of them signs in.
        case passkeyRequired
    }

    private let agents: Agents
    private let client: OpenIDClient
    private var database: any Database { agents.database }
    private var clock: any WallClock { agents.clock }

    package init(agents: Agents, client: OpenIDClient) {
        self.agents = agents
        self.client = client
    }

    /// What stands on the button; nil where nobody signs in so.
    package func providerName() async throws -> String? {
        try await database.read { db in try OpenIDSQL(db: db).provider() }?.name
    }

    /// Sends a browser off.
    ///
    /// - `redirect`: Where it comes back to.
    ///
    /// Throws: ``OpenIDError``.
    package func begin(redirect: String, in locale: LocaleCode) async throws -> Departure {
        let provider = try await provider()
        let description = try await description(of: provider)
        let attempt = OpenIDAttempt()
        let now = clock.now
        try await database.write { db in try OpenIDSQL(db: db).begin(attempt, at: now) }
        let query = OpenIDClient.form([
            ("response_type", "code"), ("client_id", provider.clientID), ("redirect_uri", redirect),
            ("scope", (["openid"] + provider.scopes).joined(separator: " ")), ("state", attempt.state.text),
            ("nonce", OpenIDAttempt.nonce(attempt.browser.text)),
            ("code_challenge", OpenIDAttempt.challenge(attempt.browser.text)),
            ("code_challenge_method", "S256"), ("ui_locales", locale.rawValue),
        ])
        let address = description.authorizationEndpoint
        return Departure(
            address: address + (address.contains("?") ? "&" : "?") + query,
            browser: attempt.browser
        )
    }

    /// Takes a browser in that comes back.
    ///
    /// - `redirect`: As it was when it was sent off.
    ///
    /// Throws: ``OpenIDError``, ``SignInError/addressNotAllowed``.
    package func finish(
        _ coming: Return,
        redirect: String,
        from origin: SignInOrigin
    ) async throws -> Arrival {
        guard let browser = coming.browser, let state = coming.state else { throw OpenIDError.attemptOver }
        let now = clock.now
        let (isOpen, policy) = try await database.write { db in
            let digests = (OpaqueToken.digest(of: browser), OpaqueToken.digest(of: state))
            let isOpen = try OpenIDSQL(db: db).finish(browser: digests.0, state: digests.1, at: now)
            return (isOpen, try SignInPolicySQL(db: db).policy())
        }
        guard isOpen else { throw OpenIDError.attemptOver }
        guard policy.allows(origin.address) else {
            try await agents.refuse(.addressNotAllowed, nil, by: .openID, from: origin)
            throw SignInError.addressNotAllowed
        }
        let provider = try await provider()
        do {
            let claims = try await claims(coming, browser: browser, redirect: redirect, at: provider)
            return try await admit(claims, browser: browser, by: provider, from: origin)
        } catch let refusal as OpenIDError {
            if refusal.isOfToken { try await agents.refuse(.openIDRefused, nil, by: .openID, from: origin) }
            throw refusal
        }
    }

    private func provider() async throws -> OpenIDProvider {
        guard let provider = try await database.read({ db in try OpenIDSQL(db: db).provider() }) else {
            throw OpenIDError.notSetUp
        }
        return provider
    }

    private func description(of provider: OpenIDProvider) async throws -> OpenIDClient.Description {
        do {
            return try await client.description(of: provider.issuer)
        } catch is OutgoingError {
            throw OpenIDError.unavailable
        }
    }

    /// What the provider says of whoever comes back, checked.
    private func claims(
        _ coming: Return,
        browser: String,
        redirect: String,
        at provider: OpenIDProvider
    ) async throws -> OpenIDClaims {
        // One who was sent here by another provider is not taken in (mix-up, RFC 9207).
        guard coming.issuer == nil || coming.issuer == provider.issuer else {
            throw OpenIDError.tokenRefused(.issuer)
        }
        guard coming.error == nil, let code = coming.code, code.utf8.count <= 4096 else {
            throw OpenIDError.denied
        }
        let description = try await description(of: provider)
        let grant = try await client.exchange(
            code,
            verifier: OpenIDAttempt.verifier(browser),
            redirect: redirect,
            as: provider,
            at: description
        )
        var claims = try await client.claims(of: grant.idToken, by: description)
        let rules = IDTokenRules(
            issuer: provider.issuer,
            clientID: provider.clientID,
            nonce: OpenIDAttempt.nonce(browser)
        )
        do {
            try rules.check(claims, at: clock.now)
        } catch {
            throw OpenIDError.tokenRefused(error)
        }
        let isComplete = claims.texts(at: provider.roleClaim) != nil && claims.email != nil
        if !isComplete, let subject = claims.subject,
            let further = try await client.furtherClaims(grant, of: subject, at: description)
        {
            claims = claims.completed(by: further, roleClaim: provider.roleClaim)
        }
        return claims
    }

    // MARK: Who they are here

    private func admit(
        _ claims: OpenIDClaims,
        browser: String,
        by provider: OpenIDProvider,
        from origin: SignInOrigin
    ) async throws -> Arrival {
        guard let subject = claims.subject else { throw OpenIDError.tokenRefused(.subject) }
        let email = claims.email
        let (linked, sameAddress) = try await database.read { db in
            let linked = try OpenIDSQL(db: db).agent(issuer: provider.issuer, subject: subject)
            return (linked, try email.flatMap { try AgentSQL(db: db).agent(email: $0) })
        }
        guard let role = provider.role(of: claims.texts(at: provider.roleClaim) ?? []) else {
            try await agents.refuse(.roleUnknown, linked, by: .openID, from: origin)
            throw OpenIDError.roleUnknown
        }
        let link = OpenIDLink(issuer: provider.issuer, subject: subject)
        if let linked {
            return try await enter(linked, role, link: nil, claims, browser, provider, from: origin)
        }
        if let sameAddress {
            guard provider.linksVerifiedEmail, claims.isEmailVerified else { throw OpenIDError.addressTaken }
            return try await enter(sameAddress, role, link: link, claims, browser, provider, from: origin)
        }
        guard provider.createsAgents else { throw OpenIDError.accountUnknown }
        let made = try await make(claims, role, link)
        return try await enter(made, role, link: nil, claims, browser, provider, from: origin)
    }

    /// Makes an agent of somebody who comes for the first time; nobody knows their password.
    private func make(_ claims: OpenIDClaims, _ role: Role, _ link: OpenIDLink) async throws -> Agent {
        guard let email = claims.email else { throw OpenIDError.addressMissing }
        let name = claims.text("name") ?? String(email.prefix { $0 != "@" })
        let draft = Agents.Draft(
            name: String(name.trimmed.prefix(80)),
            email: email,
            role: role,
            password: Redacted(OpaqueToken(prefix: "").text)
        )
        let now = clock.now
        do {
            return try await agents.create(draft, by: .openID) { agent, db in
                try OpenIDSQL(db: db).link(agent.id, issuer: link.issuer, subject: link.subject, at: now)
            }
        } catch AgentError.invalid {
            throw OpenIDError.addressMissing
        } catch AgentError.emailTaken {
            throw OpenIDError.addressTaken
        }
    }

    private func enter(
        _ agent: Agent,
        _ role: Role,
        link: OpenIDLink?,
        _ claims: OpenIDClaims,
        _ browser: String,
        _ provider: OpenIDProvider,
        from origin: SignInOrigin
    ) async throws -> Arrival {
        guard agent.isActive else {
            try await agents.refuse(.agentInactive, agent, by: .openID, from: origin)
            throw OpenIDError.agentInactive
        }
        let isStrong = !claims.methods.isDisjoint(with: provider.trustedMethods)
        let now = clock.now
        let token = OpaqueToken(prefix: AgentPrincipal.tokenPrefix)
        return try await database.write { db in
            // What was read before the transaction may have changed: who was blocked meanwhile stays out.
            guard var current = try AgentSQL(db: db).agent(agent.id), current.isActive else {
                throw OpenIDError.agentInactive
            }
            if let link {
                try OpenIDSQL(db: db).link(agent.id, issuer: link.issuer, subject: link.subject, at: now)
                let linked = Deed(.openIDLinked, by: .openID, on: agent.subject)
                try AuditTrail.record(linked, at: now, in: db)
            }
            if current.role != role {
                try Agents.setRole(role, of: current, by: .openID, at: now, in: db)
                // Connections that were opened as what they were before.
                db.afterCommit { [agents] in agents.ended.raise() }
                current = try AgentSQL(db: db).agent(agent.id) ?? current
            }
            let missing = try isStrong ? nil : Agents.missingFactor(of: agent.id, in: db)
            if missing == .codeRequired {
                try OpenIDSQL(db: db).wait(browser: OpaqueToken.digest(of: browser), for: agent.id, at: now)
                return .codeRequired
            }
            // A passkey says by itself who comes: nothing waits for it.
            guard missing == nil else { return .passkeyRequired }
            let method: SignInMethod = isStrong ? .openIDWithSecondFactor : .openID
            try agents.begin(token, method, of: current, from: origin, at: now, in: db)
            return .entered(Agents.Session(agent: current, token: token))
        }
    }

    /// Lets in whom the provider vouched for, with the code of their own second factor.
    ///
    /// - `browser`: The secret of the cookie with which they came back.
    ///
    /// Throws: ``OpenIDError/attemptOver``, ``SignInError``.
    package func confirm(
        code: String,
        browser: String?,
        from origin: SignInOrigin
    ) async throws -> Agents.Session {
        guard let digest = browser.map(OpaqueToken.digest) else { throw OpenIDError.attemptOver }
        let now = clock.now
        let (waiting, policy) = try await database.read { db in
            (try OpenIDSQL(db: db).waiting(browser: digest, at: now), try SignInPolicySQL(db: db).policy())
        }
        guard let agent = waiting else { throw OpenIDError.attemptOver }
        guard policy.allows(origin.address) else {
            try await agents.refuse(.addressNotAllowed, agent, by: .openID, from: origin)
            throw SignInError.addressNotAllowed
        }
        return try await agents.enter(agent, code: code, by: .openID, from: origin) { db in
            guard try OpenIDSQL(db: db).remove(browser: digest) else { throw OpenIDError.attemptOver }
        }
    }
}

/// Who somebody is to a provider.
struct OpenIDLink: Sendable {
    let issuer: String
    let subject: String
}

extension AuditActor {
    /// What the provider says made the program do it.
    static let openID = AuditActor(.system, name: "OpenID Connect")
}

extension OpenIDError {
    /// Whether somebody tried to come in with what the provider did not vouch for.
    fileprivate var isOfToken: Bool {
        switch self {
        case .codeRefused, .tokenRefused: true
        default: false
        }
    }
}
