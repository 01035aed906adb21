/// One version of an API as its description tells it, whatever format that has.
package struct APIDocument: Sendable, Hashable, Codable {
    package enum Format: String, Sendable, Hashable, Codable, CaseIterable {
        case openapi, asyncapi, fix
    }

    package struct Server: Sendable, Hashable, Codable {
        package let url: String
        package let summary: String
    }

    package var format: Format
    package var title: String
    /// Markdown.
    package var summary: String
    package var servers: [Server]
    /// In the order of the description.
    package var entries: [APIEntry]
    /// By the keys that ``APISchema/reference`` names.
    package var schemas: [String: APISchema]
    /// Errors that any call may answer with.
    package var errors: [APIErrorCode]

    /// The entry of an address within this version.
    package func entry(_ key: String) -> APIEntry? {
        entries.first { $0.key == key }
    }
}

/// One thing to look up: an operation, a message of a channel, a FIX message or field.
package struct APIEntry: Sendable, Hashable, Codable {
    package enum Kind: String, Sendable, Hashable, Codable {
        /// Of OpenAPI: a request with its answers.
        case operation
        /// Of AsyncAPI: a message that the client sends, or is sent.
        case send, receive
        /// Of FIX.
        case message, field
    }

    /// Its address within the version, unique there.
    package var key: String
    package var kind: Kind
    /// `GET`, a FIX message's type such as `D`, a FIX field's tag; empty for what is sent through channels.
    package var method: String
    /// `/api/v3/order`, a channel's address, a FIX name.
    package var path: String
    package var title: String
    /// Markdown.
    package var summary: String
    /// What it stands with in lists; may be empty.
    package var group: String
    /// Where it can be called, where that differs from ``APIDocument/servers``.
    package var servers: [APIDocument.Server]
    package var isDeprecated: Bool
    /// What a caller proves itself with: one of these, all that stand in it; empty for nothing.
    package var security: [[APICredential]]
    package var parameters: [APIParameter]
    /// What is sent, one for each media type; of messages the message itself.
    package var contents: [APIContent]
    package var answers: [APIAnswer]
    package var errors: [APIErrorCode]
}

/// A key or token of a caller.
package struct APICredential: Sendable, Hashable, Codable {
    /// As the description calls it.
    package let name: String
    /// `header`, `query` or `cookie`; empty where it goes elsewhere.
    package let place: String
    /// The header's or parameter's name.
    package let field: String

    /// As readers see it, such as `apiKey (header: X-Key)`.
    var text: String { field.isEmpty ? name : "\(name) (\(place): \(field))" }
}

/// A part of the address, of the query, or a header.
package struct APIParameter: Sendable, Hashable, Codable {
    package enum Place: String, Sendable, Hashable, Codable {
        case path, query, header, cookie
    }

    package let name: String
    package let place: Place
    package let isRequired: Bool
    package let isDeprecated: Bool
    package let summary: String
    package let schema: APISchema
}

/// A body.
package struct APIContent: Sendable, Hashable, Codable {
    /// Such as `application/json`; empty where the format knows none.
    package let mediaType: String
    package let isRequired: Bool
    package let schema: APISchema
    /// As JSON.
    package let example: String?
}

/// What comes back.
package struct APIAnswer: Sendable, Hashable, Codable {
    /// `200`, `4XX`, `default`; of messages the reply's name.
    package let status: String
    package let summary: String
    package let contents: [APIContent]
}

/// An error as callers switch on it.
package struct APIErrorCode: Sendable, Hashable, Codable {
    /// Such as `-2010` or `insufficient_balance`.
    package let code: String
    /// The HTTP status where it is known.
    package let status: String
    package let message: String
    /// What to do about it; may be empty.
    package let advice: String
}
