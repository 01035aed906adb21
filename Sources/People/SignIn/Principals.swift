package import Base
package import Hummingbird
package import Web

/// A request of a customer.
package struct CustomerPrincipal: Principal {
    /// What customers' session tokens begin with.
    package static let tokenPrefix = "sbc_"

    package let customer: Customer

    package var person: String { customer.id.description }
    package var isStaff: Bool { false }
}

/// Somebody with an agent's session.
package protocol AgentStanding: Principal {
    var agent: Agent { get }
    /// The digest of the session's token.
    var session: [UInt8] { get }
}

extension AgentStanding {
    package var person: String { agent.id.description }
    package var isStaff: Bool { true }
}

/// A request of an agent.
package struct AgentPrincipal: AgentStanding {
    /// What agents' session tokens begin with.
    package static let tokenPrefix = "sba_"

    package let agent: Agent
    package let session: [UInt8]
}

/// A request of an agent whose session is good and who may do nothing yet, or not from here: of a kind of its own, so
/// that whoever asks for an agent does not find one.
package struct LimitedAgentPrincipal: AgentStanding {
    package let agent: Agent
    package let session: [UInt8]
    /// What keeps them from it.
    package let limit: SignInError

    /// Whether they may do what leads out of it: set up a second factor, and leave.
    package var maySecureThemselves: Bool { limit == .secondFactorMissing }
}

/// The context of routes that need a customer: it cannot be made without one.
package struct CustomerContext: ChildRequestContext {
    package var coreContext: CoreRequestContextStorage
    package let web: WebContext
    package let customer: Customer

    package init(context: WebContext) throws {
        guard let principal = context.principal as? CustomerPrincipal else { throw CustomerError.notSignedIn }
        self.coreContext = context.coreContext
        self.web = context
        self.customer = principal.customer
    }

    package var locale: LocaleCode { web.locale }
}

/// The context of routes that need an agent: it cannot be made without one.
package struct AgentContext: ChildRequestContext {
    package var coreContext: CoreRequestContextStorage
    package let web: WebContext
    package let agent: Agent
    /// The digest of the session's token.
    package let session: [UInt8]

    package init(context: WebContext) throws {
        try self.init(context: context, isForSecuring: false)
    }

    /// - `isForSecuring`: Whether it is for what leads to a second factor, which those may use who need one.
    init(context: WebContext, isForSecuring: Bool) throws {
        switch context.principal {
        case let limited as LimitedAgentPrincipal:
            guard isForSecuring, limited.maySecureThemselves else { throw limited.limit }
            self.agent = limited.agent
            self.session = limited.session
        case let principal as AgentPrincipal:
            self.agent = principal.agent
            self.session = principal.session
        default: throw AgentError.notSignedIn
        }
        self.coreContext = context.coreContext
        self.web = context
    }

    package var locale: LocaleCode { web.locale }
}

extension WebContext {
    /// Whoever has an agent's session, also one who may do nothing yet.
    package var standing: (any AgentStanding)? { principal as? any AgentStanding }
}
