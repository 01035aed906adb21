package import Base
package import Hummingbird
package import Web

/// A request of a customer.
package struct CustomerPrincipal: Principal {
    /// What customers' session tokens begin with.
    package static let tokenPrefix = "sbc_"

    package let customer: Customer
}

/// A request of an agent.
package struct AgentPrincipal: Principal {
    /// What agents' session tokens begin with.
    package static let tokenPrefix = "sba_"

    package let agent: Agent
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

    package init(context: WebContext) throws {
        guard let principal = context.principal as? AgentPrincipal else { throw AgentError.notSignedIn }
        self.coreContext = context.coreContext
        self.web = context
        self.agent = principal.agent
    }

    package var locale: LocaleCode { web.locale }
}
