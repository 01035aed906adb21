import Base
import Foundation

/// What the service says about itself, and the envelopes of its answers (RFC 7643, section 5 to 7; RFC 7644, section 3).
enum ScimDocument {
    static let listSchema = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
    static let errorSchema = "urn:ietf:params:scim:api:messages:2.0:Error"
    private static let configSchema = "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"
    private static let typeSchema = "urn:ietf:params:scim:schemas:core:2.0:ResourceType"
    private static let schemaSchema = "urn:ietf:params:scim:schemas:core:2.0:Schema"
    /// The most users of a page.
    static let mostOfPage = 200

    /// Reads a text that holds one JSON value; nil when it is none.
    static func value(of bytes: [UInt8]) -> JSONValue? {
        // Whatever is wrong with it, it is no JSON.
        try? JSONDecoder().decode(JSONValue.self, from: Data(bytes))
    }

    static func list(_ resources: [[String: JSONValue]], total: Int, from start: Int) -> [String: JSONValue] {
        [
            "schemas": .list([.text(listSchema)]), "totalResults": .number(Double(total)),
            "startIndex": .number(Double(start)), "itemsPerPage": .number(Double(resources.count)),
            "Resources": .list(resources.map(JSONValue.object)),
        ]
    }

    static func error(_ error: ScimError) -> [String: JSONValue] {
        var members: [String: JSONValue] = [
            "schemas": .list([.text(errorSchema)]), "status": .text(String(error.status)),
            "detail": .text(error.detail),
        ]
        if let kind = error.kind { members["scimType"] = .text(kind) }
        return members
    }

    static func config(at base: String) -> [String: JSONValue] {
        func supported(_ isSupported: Bool, _ more: [String: JSONValue] = [:]) -> JSONValue {
            .object(["supported": .flag(isSupported)].merging(more) { own, _ in own })
        }
        return [
            "schemas": .list([.text(configSchema)]), "patch": supported(true),
            "bulk": supported(false, ["maxOperations": .number(0), "maxPayloadSize": .number(0)]),
            "filter": supported(true, ["maxResults": .number(Double(mostOfPage))]),
            "changePassword": supported(false), "sort": supported(false), "etag": supported(true),
            "authenticationSchemes": .list([
                .object([
                    "type": .text("oauthbearertoken"), "name": .text("Provisioning token"),
                    "description": .text(
                        "Authorization: Bearer, with a token that an admin makes at the desk."
                    ),
                    "primary": .flag(true),
                ])
            ]),
            "meta": meta("ServiceProviderConfig", "\(base)/ServiceProviderConfig"),
        ]
    }

    static func userType(at base: String) -> [String: JSONValue] {
        [
            "schemas": .list([.text(typeSchema)]), "id": .text("User"), "name": .text("User"),
            "endpoint": .text("/Users"), "description": .text("Somebody at the desk."),
            "schema": .text(ScimUser.schema), "meta": meta("ResourceType", "\(base)/ResourceTypes/User"),
        ]
    }

    static func userSchema(at base: String) -> [String: JSONValue] {
        let emailParts = [attribute("value", "An e-mail address.", isRequired: true)]
        let roleParts = [
            attribute(
                "value",
                "What they do at the desk.",
                isRequired: true,
                choices: Role.allCases.map(\.rawValue)
            )
        ]
        let attributes = [
            attribute("userName", "Unique; case does not count.", isRequired: true, isUnique: true),
            attribute("displayName", "What colleagues and customers read.", isRequired: true),
            attribute("active", "Whether they can sign in.", type: "boolean", isRequired: true),
            attribute(
                "emails",
                "Where mail reaches them.",
                type: "complex",
                isRequired: true,
                parts: emailParts
            ),
            attribute("roles", "One of the desk's.", type: "complex", isRequired: true, parts: roleParts),
        ]
        return [
            "schemas": .list([.text(schemaSchema)]), "id": .text(ScimUser.schema), "name": .text("User"),
            "description": .text("Somebody at the desk."), "attributes": .list(attributes),
            "meta": meta("Schema", "\(base)/Schemas/\(ScimUser.schema)"),
        ]
    }

    private static func attribute(
        _ name: String,
        _ description: String,
        type: String = "string",
        isRequired: Bool = false,
        isUnique: Bool = false,
        choices: [String] = [],
        parts: [JSONValue] = []
    ) -> JSONValue {
        var members: [String: JSONValue] = [
            "name": .text(name), "type": .text(type), "multiValued": .flag(!parts.isEmpty),
            "description": .text(description), "required": .flag(isRequired), "caseExact": .flag(false),
            "mutability": .text("readWrite"), "returned": .text("default"),
            "uniqueness": .text(isUnique ? "server" : "none"),
        ]
        if !choices.isEmpty { members["canonicalValues"] = .list(choices.map(JSONValue.text)) }
        if !parts.isEmpty { members["subAttributes"] = .list(parts) }
        return .object(members)
    }

    private static func meta(_ type: String, _ location: String) -> JSONValue {
        .object(["resourceType": .text(type), "location": .text(location)])
    }
}

/// Which attributes of a resource an answer has (RFC 7644, section 3.9).
struct ScimSelection: Sendable {
    /// What is always there: `returned` is `always`, or the envelope.
    private static let always: Set = ["schemas", "id"]

    private let included: Set<String>?
    private let excluded: Set<String>

    /// - Parameters:
    ///   - attributes: Names with commas between; nil for all.
    ///   - excluded: Names that are left out.
    init(_ attributes: String?, excluding excluded: String?) {
        self.included = attributes.map(Self.names)
        self.excluded = excluded.map(Self.names) ?? []
    }

    /// An attribute goes with its parts.
    private static func names(_ text: String) -> Set<String> {
        let schema = ScimUser.schema.lowercased() + ":"
        return Set(
            text.lowercased().split(separator: ",").prefix(100).map { name in
                let bare = String(name).trimmed.replacing(schema, with: "")
                return String(bare.prefix { $0 != "." })
            }
        )
    }

    func applied(to resource: [String: JSONValue]) -> [String: JSONValue] {
        resource.filter { name, _ in
            let key = name.lowercased()
            if Self.always.contains(key) { return true }
            return included?.contains(key) ?? !excluded.contains(key)
        }
    }
}
