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
