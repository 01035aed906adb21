package import Base

/// What can go wrong about what is not sent yet.
package enum DraftError: DomainError, Hashable {
    /// It was changed at another desk of the same agent, whose text is told.
    case changedElsewhere(ReplyDraft)

    package var problem: Problem {
        switch self {
        case .changedElsewhere(let draft):
            Problem(
                409,
                "draft_changed",
                "You have written something else here on another device.",
                try: "Choose one of the two, and save it over the version that is told.",
                members: ["draft": Self.json(draft)]
            )
        }
    }

    private static func json(_ draft: ReplyDraft) -> String {
        // It always encodes; none keeps the answer well-formed all the same.
        (try? WireJSON.encode(draft)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
    }
}
