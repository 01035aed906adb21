import Base
import Crypto
import Foundation
import Storage

/// An agent as a program of SCIM sees them.
struct ScimUser: Sendable, Hashable {
    static let schema = "urn:ietf:params:scim:schemas:core:2.0:User"

    let agent: Agent
    let userName: String
    let externalID: String?
    let createdAt: Instant
    let updatedAt: Instant

    /// Weak: it tells that something is different, not that every byte is the same (RFC 7644, section 3.14).
    var version: String {
        let parts = [
            agent.name, agent.email, agent.role.rawValue, "\(agent.isActive)", userName, externalID ?? "",
            externalID == nil ? "0" : "1", "\(updatedAt.milliseconds)",
        ]
        let digest = SHA256.hash(data: Data(parts.joined(separator: "\u{0}").utf8))
        return "W/\"\(Array(digest.prefix(12)).hexadecimal)\""
    }

    /// The resource.
    ///
    /// - `base`: The address of the service, such as `https://help.example.com/scim/v2`.
    func resource(at base: String) -> [String: JSONValue] {
        var members: [String: JSONValue] = [
            "schemas": .list([.text(Self.schema)]), "id": .text(agent.id.description),
            "userName": .text(userName), "displayName": .text(agent.name), "active": .flag(agent.isActive),
            "emails": .list([.object(["value": .text(agent.email)])]),
            "roles": .list([.object(["value": .text(agent.role.rawValue)])]),
            "meta": .object([
                "resourceType": .text("User"), "created": .text(Self.text(createdAt)),
                "lastModified": .text(Self.text(updatedAt)), "version": .text(version),
                "location": .text("\(base)/Users/\(agent.id)"),
            ]),
        ]
        if let externalID { members["externalId"] = .text(externalID) }
        return members
    }

    private static func text(_ instant: Instant) -> String {
        // A time always encodes; the wire has it in RFC 3339, which SCIM's dateTime takes.
        let encoded = try? WireJSON.encode(instant)
        return encoded.map { String(decoding: $0, as: UTF8.self).replacing("\"", with: "") } ?? ""
    }
}

extension ScimUser: RowDecodable {
    static let columns: SQL = """
        \(Agent.columns), agent.created_at AS made_at, agent.updated_at AS changed_at, \
        COALESCE(agent_provisioning.user_name, agent.email) AS user_name, agent_provisioning.external_id
        """

    init(row: Row) throws(DatabaseError) {
        self.init(
            agent: try Agent(row: row),
            userName: try row.get("user_name"),
            externalID: try row.get("external_id"),
            createdAt: try row.get("made_at"),
            updatedAt: try row.get("changed_at")
        )
    }
}

/// What a program wants an agent to be.
struct ScimDraft: Sendable, Hashable {
    var userName: String
    var externalID: String?
    var name: String
    var email: String
    var role: Role
    var isActive: Bool

    /// As they are now.
    init(_ user: ScimUser) {
        self.userName = user.userName
        self.externalID = user.externalID
        self.name = user.agent.name
        self.email = user.agent.email
        self.role = user.agent.role
        self.isActive = user.agent.isActive
    }

    /// Reads a resource.
    ///
    /// - `former`: Whom it replaces: what it leaves out of e-mail address, name and role stays.
    ///
    /// Throws: ``ScimError``.
    init(_ resource: ScimMembers, replacing former: ScimUser?) throws(ScimError) {
        guard let userName = try resource.text("userName") else { throw .value("userName is missing.") }
        self.userName = userName
        self.externalID = try resource.text("externalId")
        let address = try resource.primary("emails") ?? former?.agent.email ?? userName
        self.email = Agents.address(address)
        let told = try resource.text("displayName") ?? resource.object("name")?.fullName
        self.name = told ?? former?.agent.name ?? userName
        let role = try resource.primary("roles")
        self.role =
            try role.map { text throws(ScimError) in try Self.role(text) } ?? former?.agent.role ?? .agent
        self.isActive = try resource.flag("active") ?? true
        try validate()
    }

    static func role(_ text: String) throws(ScimError) -> Role {
        guard let role = Role(rawValue: text.lowercased()) else {
            let known = Role.allCases.map(\.rawValue).joined(separator: ", ")
            throw .value("There is no role of that name; there are \(known).")
        }
        return role
    }

    func validate() throws(ScimError) {
        guard (1...254).contains(userName.utf8.count), !userName.contains(where: \.isNewline) else {
            throw .value("userName must have 1 to 254 bytes.")
        }
        guard (1...80).contains(name.trimmed.count) else {
            throw .value("displayName must have 1 to 80 characters.")
        }
        guard (3...254).contains(email.utf8.count), email.dropFirst().dropLast().contains("@") else {
            throw .value("emails must hold an e-mail address, or userName be one.")
        }
        guard (externalID?.utf8.count ?? 1) <= 300 else {
            throw .value("externalId must have 300 bytes at most.")
        }
    }
}
