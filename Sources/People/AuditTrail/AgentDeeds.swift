import Base
package import Storage
import Web

extension Agent {
    /// The agent as that to which something was done.
    package var subject: AuditSubject { AuditSubject("agent", id) }

    /// The agent as the audit trail names them.
    ///
    /// - `address`: Where their request came from; nil for what comes by the live connection.
    package func acting(from address: String? = nil) -> AuditActor {
        AuditActor(.agent, id: id.description, name: name, address: address)
    }
}

extension AgentContext {
    /// Whoever asks, as the audit trail names them.
    package var actor: AuditActor { agent.acting(from: web.remoteAddress) }
}
