package import Base
import Foundation
package import Storage

/// One thing that an admin can mark as needing a second person: the whole of what a door declares for it.
package struct ApprovableAction: Sendable {
    /// A stable name such as `contact.reveal`; strings are `approvals.action.` and the name.
    package let name: String
    /// Who may ask for it and who may agree to it.
    package let permission: Permission
    let standsOn: @Sendable (_ parameters: String, _ db: Connection) throws -> String
    let carryOut: @Sendable (_ parameters: String, _ deed: ApprovedDeed) throws -> Void

    /// Declares an action.
    ///
    /// - Parameters:
    ///   - name: Never renamed: requests that wait have it.
    ///   - permission: Who may.
    ///   - standsOn: What must be the same when it is done as when it was asked for; throws what makes it impossible.
    ///   - carryOut: Does it, in the approver's transaction; throws what makes it impossible.
    package init<Parameters: Codable & Sendable>(
        _ name: String,
        needs permission: Permission,
        standsOn: @escaping @Sendable (Parameters, Connection) throws -> String,
        carryOut: @escaping @Sendable (Parameters, ApprovedDeed) throws -> Void
    ) {
        self.name = name
        self.permission = permission
        self.standsOn = { parameters, db in
            try standsOn(try WireJSON.decode(Parameters.self, from: Data(parameters.utf8)), db)
        }
        self.carryOut = { parameters, deed in
            try carryOut(try WireJSON.decode(Parameters.self, from: Data(parameters.utf8)), deed)
        }
    }
}

/// What an approved action is carried out with.
package struct ApprovedDeed {
    package let db: Connection
    package let now: Instant
    package let approval: ID<Approval>
    package let requester: Agent
    /// Where whoever agreed did it from; nil for what does not come over the network.
    package let approverAddress: String?
    /// Whoever asked, with whoever agreed beside their name.
    package let actor: AuditActor
}
