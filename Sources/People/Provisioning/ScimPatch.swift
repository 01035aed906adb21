import Base

/// Operations that change a user (RFC 7644, section 3.5.2).
struct ScimPatch: Sendable {
    static let schema = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
    private static let most = 100

    private enum Operation: String {
        case add, replace, remove
    }

    private let steps: [(Operation, path: String?, value: JSONValue?)]

    /// - Throws: ``ScimError``.
    init(_ document: ScimMembers) throws(ScimError) {
        guard let operations = document["Operations"]?.values, (1...Self.most).contains(operations.count)
        else {
            throw .syntax("Operations must be a list of 1 to \(Self.most).")
        }
        var steps: [(Operation, String?, JSONValue?)] = []
        for operation in operations {
            guard let members = operation.members.map(ScimMembers.init),
                let name = try members.text("op"), let kind = Operation(rawValue: name.lowercased())
            else { throw .syntax("op must be add, replace or remove.") }
            steps.append((kind, try members.text("path"), members["value"]))
        }
        self.steps = steps
    }

    /// Does all of it.
    ///
    /// - Throws: ``ScimError``; then nothing counts.
    func apply(to draft: inout ScimDraft) throws(ScimError) {
        for (operation, path, value) in steps {
            if let path {
                try apply(operation, at: Self.attribute(path), value, &draft)
            } else {
                guard operation != .remove, let members = value?.members else {
                    throw .path("Without a path, value must be an object.")
                }
                for (name, value) in members.sorted(by: { $0.key < $1.key }) {
                    try apply(operation, at: Self.attribute(name), value, &draft)
                }
            }
        }
        try draft.validate()
    }

    /// The attribute of a path, in lower case: without the schema's name before it and a filter of values in it, for of
    /// each attribute that has several values there is one here.
    private static func attribute(_ path: String) throws(ScimError) -> String {
        var name = path.lowercased()
        let schema = ScimUser.schema.lowercased() + ":"
        if name.hasPrefix(schema) { name.removeFirst(schema.count) }
        if let begin = name.firstIndex(of: "[") {
            guard let end = name[begin...].firstIndex(of: "]") else {
                throw .path("The path is not complete.")
            }
            name.removeSubrange(begin...end)
        }
        return name
    }

    private func apply(
        _ operation: Operation,
        at attribute: String,
        _ given: JSONValue?,
        _ draft: inout ScimDraft
    ) throws(ScimError) {
        let value = operation == .remove || given == .nothing ? nil : given
        guard operation == .remove || given != nil else { throw .value("value is missing.") }
        func text(_ name: String) throws(ScimError) -> String {
            guard let text = value?.text else {
                throw .value("\(name) must be a text and stays where it is.")
            }
            return text
        }
        switch attribute {
        case "active":
            draft.isActive =
                try value.map { value throws(ScimError) in try ScimMembers.flag(value, "active") } ?? true
        case "username": draft.rename(to: try text("userName"))
        case "externalid": draft.externalID = value == nil ? nil : try text("externalId")
        case "displayname", "name.formatted": draft.name = try text("displayName")
        case "name":
            guard let name = value?.members.map(ScimMembers.init)?.fullName else {
                throw .value("name must be an object.")
            }
            draft.name = name
        case "emails", "emails.value":
            guard
                let address = try value.flatMap({ value throws(ScimError) in
                    try ScimMembers.primary(value, "emails")
                })
            else { throw .value("emails must keep an address.") }
            draft.email = Agents.address(address)
        case "roles", "roles.value":
            // Whose role is taken away has the least of those who answer.
            let role = try value.flatMap { value throws(ScimError) in try ScimMembers.primary(value, "roles")
            }
            draft.role = try role.map { role throws(ScimError) in try ScimDraft.role(role) } ?? .agent
        case "schemas": break
        default: throw .path("There is no attribute that can be changed at \(attribute.prefix(80)).")
        }
    }
}

extension ScimDraft {
    /// Who is called by their e-mail address gets the new one with the new name.
    fileprivate mutating func rename(to name: String) {
        if email == Agents.address(userName), name.contains("@") { email = Agents.address(name) }
        userName = name
    }
}
