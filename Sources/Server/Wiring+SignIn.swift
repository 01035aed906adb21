import Base
import People
import Realtime
import Safeguard
import Storage
import Web

extension Wiring {
    /// Who answers.
    ///
    /// - `ended`: Raised when sessions have ended.
    static func agents(
        _ configuration: ServerConfiguration,
        _ database: any Database,
        clock: any WallClock,
        ended: WorkSignal
    ) -> Agents {
        Agents(
            database,
            clock: clock,
            passwordRules: PasswordRules(expected: [configuration.brand]),
            ended: ended
        )
    }

    /// What the installation asks of those who sign in to the desk.
    var signInPolicies: SignInPolicies {
        SignInPolicies(database, clock: clock, ended: hub.gap)
    }

    var secondFactors: SecondFactors {
        SecondFactors(agents: agents, issuer: configuration.brand)
    }

    /// How agents see to their own accounts, and admins to those of others.
    func registerSignIn(on desk: AgentRouter, _ admin: AgentRouter) {
        // As many tries as a sign-in has.
        let proofs = RateLimiter(
            TokenBucket.Rate(configuration.signInsPerTenMinutes, per: .seconds(600)),
            clock: clock
        )
        OwnSessionRoutes(
            sessions: AgentSessions(database, clock: clock, ended: hub.gap),
            agents: agents,
            limiter: proofs
        ).register(on: desk, admin)
        SecondFactorRoutes(factors: secondFactors, limiter: proofs).register(on: desk, admin)
        SignInPolicyRoutes(policies: signInPolicies, factors: secondFactors, agents: agents).register(
            on: admin
        )
    }
}
