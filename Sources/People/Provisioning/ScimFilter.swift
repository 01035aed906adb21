import Base
import Storage

/// Which users are listed: one comparison by `eq`, which is what programs of SCIM ask to find one (RFC 7644, section
/// 3.4.2.2).
enum ScimFilter: Sendable, Hashable {
    case userName(String)
    case externalID(String)
    case id(ID<Agent>?)
    case email(String)
    case isActive(Bool)

    /// - Throws: ``ScimError/filter(_:)``.
    init(_ text: String) throws(ScimError) {
        let parts = text.split(separator: " ", maxSplits: 2)
        guard text.utf8.count <= 1000, parts.count == 3, parts[1].lowercased() == "eq" else {
            throw .filter("Only a comparison such as userName eq \"lin@example.com\" is known.")
        }
        let value = try Self.value(String(parts[2]).trimmed)
        switch (parts[0].lowercased(), value) {
        case ("username", .text(let text)): self = .userName(text.lowercased())
        case ("externalid", .text(let text)): self = .externalID(text)
        case ("id", .text(let text)): self = .id(ID(text))
        case ("emails", .text(let text)), ("emails.value", .text(let text)):
            self = .email(Agents.address(text))
        case ("active", .flag(let flag)): self = .isActive(flag)
        default: throw .filter("Users are found by userName, externalId, id, emails.value and active.")
        }
    }

    private static func value(_ text: String) throws(ScimError) -> JSONValue {
        if ["true", "false"].contains(text.lowercased()) { return .flag(text.lowercased() == "true") }
        guard text.utf8.count >= 2, text.hasPrefix("\""), text.hasSuffix("\""),
            let value = ScimDocument.value(of: Array(text.utf8)), value.text != nil
        else { throw .filter("The value must stand in quotes.") }
        return value
    }

    var condition: SQL {
        switch self {
        case .userName(let key): "COALESCE(agent_provisioning.user_name_key, agent.email) = \(key)"
        case .externalID(let id): "agent_provisioning.external_id = \(id)"
        case .id(let id?): "agent.id = \(id)"
        case .id(nil): "1 = 0"
        case .email(let email): "agent.email = \(email)"
        case .isActive(let flag): "agent.is_active = \(flag)"
        }
    }
}
