package import Base

/// That somebody saw or did something: what goes into the audit trail.
///
/// It names people and things by their ids and never holds what somebody wrote.
package struct Deed: Sendable, Hashable {
    package let action: AuditAction
    package let actor: AuditActor
    package let subject: AuditSubject
    /// Codes, ids and numbers, by short names.
    package let details: [String: String]

    package init(
        _ action: AuditAction,
        by actor: AuditActor,
        on subject: AuditSubject,
        _ details: [String: String] = [:]
    ) {
        self.action = action
        self.actor = actor
        self.subject = subject
        self.details = details
    }
}

/// Who did it.
package struct AuditActor: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, SQLConvertible {
        case agent
        /// Somebody at the command line of the server's machine.
        case `operator`
        /// Somebody who did not say, or did not prove, who they are.
        case unknown
        /// The program by itself.
        case system
    }

    /// The longest name and address that are kept, in characters.
    private static let longestName = 200
    private static let longestAddress = 64

    package let kind: Kind
    package let id: String?
    package let name: String
    /// Where the request came from; nil for what comes by the live connection or from the machine itself.
    ///
    /// As it is and not hashed: these are the addresses of the operator's own people and of who tries to be one of
    /// them, and the trail is there to be held against the logs of firewalls and proxies. Customers' are never kept.
    package let address: String?

    package init(_ kind: Kind, id: String? = nil, name: String = "", address: String? = nil) {
        self.kind = kind
        self.id = id
        self.name = String(name.prefix(Self.longestName))
        self.address = address.map { String($0.prefix(Self.longestAddress)) }
    }

    package static let system = AuditActor(.system)
}

/// What was seen or changed.
package struct AuditSubject: Sendable, Hashable {
    /// A stable word such as `conversation`.
    package let kind: String
    /// Nil where there is one of the kind only, or none was found.
    package let id: String?

    package init(_ kind: String, _ id: String? = nil) {
        self.kind = kind
        self.id = id
    }

    package init<Entity: Identified>(_ kind: String, _ id: ID<Entity>) {
        self.init(kind, id.description)
    }
}

/// A deed as those see it who work on the same thing: without where it came from.
package struct RecordedDeed: RowDecodable, Sendable, Hashable {
    package let at: Instant
    package let actor: String
    package let action: String
    package let details: [String: String]

    package init(row: Row) throws(DatabaseError) {
        self.at = try row.get("happened_at")
        self.actor = try row.get("actor_name")
        self.action = try row.get("action")
        self.details = try row.get("details", as: JSONColumn<[String: String]>.self).value
    }
}
