import Base
package import Hummingbird

/// One part of a list as the API gives it: `{"data": […], "next_cursor": …}`.
package struct ListPage<Item: Encodable & Sendable>: Encodable, Sendable {
    package let data: [Item]
    /// Where the next part begins; null at the end.
    package let nextCursor: String?

    package init(_ data: [Item], nextCursor: String? = nil) {
        self.data = data
        self.nextCursor = nextCursor
    }

    private enum CodingKeys: CodingKey {
        case data, nextCursor
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(data, forKey: .data)
        // Present even when null: a client must not have to guess whether it was forgotten.
        try container.encode(nextCursor, forKey: .nextCursor)
    }
}

extension Request {
    /// Where a list goes on.
    ///
    /// - Throws: ``Problem`` 422 `invalid_cursor` when it is not one that we gave out.
    package func cursor<Cursor: LosslessStringConvertible>(_ type: Cursor.Type) throws -> Cursor? {
        guard let text = query("cursor") else { return nil }
        guard let cursor = Cursor(text) else {
            throw Problem(
                422,
                "invalid_cursor",
                "The cursor is not one of ours.",
                try: "Begin the list anew."
            )
        }
        return cursor
    }
}
