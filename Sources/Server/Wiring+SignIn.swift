import Base
import Hummingbird
import Mail
import People
import Realtime
import Safeguard
import Storage
import Web

extension Wiring {
    /// Who answers.
    ///
    /// - `mailer`: Nil where no mail is sent.
    /// - `ended`: Raised when sessions have ended.
    static func agents(
        _ configuration: ServerConfiguration,
        _ database: any Database,
        _ mailer: Mailer?,
        _ localisation: Localisation,
        clock: any WallClock,
        ended: WorkSignal
    ) -> Agents {
        Agents(
            database,
            clock: clock,
            passwordRules: PasswordRules(expected: [configuration.brand]),
            ended: ended,
            letters: mailer.map {
                SignInLetters(
                    $0,
                    brand: configuration.brand,
                    localisation: localisation,
                    site: configuration.deskSite
                )
            }
        )
    }

    /// What the installation asks of those who sign in to the desk.
    var staff: Staff { Staff(agents: agents, dismissal: timeline) }

    var signInPolicies: SignInPolicies {
        SignInPolicies(database, clock: clock, ended: hub.gap)
    }

    var secondFactors: SecondFactors {
        SecondFactors(agents: agents, issuer: configuration.brand)
    }

    /// The way through the company's OpenID provider; who knows its description and keys for a while.
    var openIDSignIn: OpenIDSignIn { OpenIDSignIn(agents: agents, client: openIDClient) }

    /// How agents sign in and see to their own accounts, and admins to those of others.
    func registerSignIn(_ router: Router<WebContext>, on desk: AgentRouter, _ admin: AgentRouter) {
        let rate = TokenBucket.Rate(configuration.signInsPerTenMinutes, per: .seconds(600))
        AgentSessionRoutes(
            agents: agents,
            byAddress: RateLimiter(rate, clock: clock),
            byAccount: RateLimiter(rate, clock: clock),
            usesSecureCookies: configuration.usesSecureCookies
        ).register(on: router, desk)
        // As many tries as a sign-in has.
        let proofs = RateLimiter(rate, clock: clock)
        PasskeyRoutes(
            passkeys: Passkeys(agents: agents),
            agents: agents,
            brand: configuration.brand,
            proofs: proofs,
            byAddress: RateLimiter(rate, clock: clock),
            usesSecureCookies: configuration.usesSecureCookies
        ).register(on: router, desk)
        OwnSessionRoutes(
            sessions: AgentSessions(database, clock: clock, ended: hub.gap),
            agents: agents,
            limiter: proofs,
            usesSecureCookies: configuration.usesSecureCookies
        ).register(on: desk, admin)
        SecondFactorRoutes(
            factors: secondFactors,
            limiter: proofs,
            agents: agents,
            approvals: approvals,
            usesSecureCookies: configuration.usesSecureCookies
        ).register(on: desk, admin)
        OpenIDRoutes(
            signIn: openIDSignIn,
            agents: agents,
            byAddress: RateLimiter(rate, clock: clock),
            usesSecureCookies: configuration.usesSecureCookies
        ).register(on: router)
        OpenIDProviderRoutes(
            providers: OpenIDProviders(database, client: openIDClient, clock: clock),
            usesSecureCookies: configuration.usesSecureCookies
        ).register(on: admin)
        StaffRoutes(staff: staff, approvals: approvals).register(on: admin)
        let tokens = ProvisioningTokens(database, clock: clock)
        ProvisioningTokenRoutes(tokens: tokens).register(on: admin)
        ScimRoutes(
            provisioning: Provisioning(agents: agents, dismissal: timeline),
            tokens: tokens,
            // A directory sends everybody it has, one after the other.
            byToken: limiter(max(1200, configuration.writesPerMinute)),
            byAddress: RateLimiter(rate, clock: clock),
            usesSecureCookies: configuration.usesSecureCookies
        ).register(on: router)
        SignInPolicyRoutes(
            policies: signInPolicies,
            factors: secondFactors,
            agents: agents,
            approvals: approvals
        ).register(on: admin)
    }
}
