import Base

/// The members of a SCIM document, whose names are read in any case (RFC 7643, section 2.1).
struct ScimMembers: Sendable, Hashable {
    private let values: [String: JSONValue]

    init(_ members: [String: JSONValue]) {
        // Of two that differ in case alone either may count.
        values = Dictionary(members.map { ($0.key.lowercased(), $0.value) }) { first, _ in first }
    }

    /// A member; one that is null is none.
    subscript(_ name: String) -> JSONValue? {
        let value = values[name.lowercased()]
        return value == .nothing ? nil : value
    }

    func text(_ name: String) throws(ScimError) -> String? {
        guard let value = self[name] else { return nil }
        guard let text = value.text else { throw .value("\(name) must be a text.") }
        return text
    }

    func flag(_ name: String) throws(ScimError) -> Bool? {
        try self[name].map { value throws(ScimError) in try Self.flag(value, name) }
    }

    /// Microsoft Entra writes "False" for false.
    static func flag(_ value: JSONValue, _ name: String) throws(ScimError) -> Bool {
        switch value {
        case .flag(let flag): return flag
        case .text(let text) where ["true", "false"].contains(text.lowercased()):
            return text.lowercased() == "true"
        default: throw .value("\(name) must be true or false.")
        }
    }

    func object(_ name: String) -> ScimMembers? { self[name]?.members.map(ScimMembers.init) }

    /// The value that counts of a multi-valued attribute: the primary one, else the first.
    func primary(_ name: String) throws(ScimError) -> String? {
        try self[name].flatMap { value throws(ScimError) in try Self.primary(value, name) }
    }

    static func primary(_ value: JSONValue, _ name: String) throws(ScimError) -> String? {
        if let text = value.text { return text }
        let values = value.values ?? [value]
        guard values.count <= 50 else { throw .value("\(name) has too many values.") }
        if let text = values.first?.text { return text }
        let members = values.compactMap { $0.members.map(ScimMembers.init) }
        guard members.count == values.count else { throw .value("\(name) must be a list of objects.") }
        var found: String?
        for member in members {
            guard let text = try member.text("value") else {
                throw .value("\(name) has an object without value.")
            }
            if try member.flag("primary") == true { return text }
            found = found ?? text
        }
        return found
    }

    /// Of the attribute `name`: as it is written, else put together.
    var fullName: String? {
        if let text = self["formatted"]?.text, !text.trimmed.isEmpty { return text }
        let parts = ["givenName", "familyName"].compactMap { self[$0]?.text?.trimmed }.filter { !$0.isEmpty }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }
}
