import Base

/// How a text names a snippet: `{{var:withdrawal-fee-btc}}`, `{{snippet:fee-table}}`.
///
/// No text says that by chance, and with a backslash before it, it says nothing else.
struct SnippetReference: Sendable, Hashable {
    let kind: Snippet.Kind
    let name: Slug

    /// As it stands in a text.
    var notation: String { "{{\(kind.mark):\(name)}}" }

    /// A part of a text.
    enum Piece {
        case text(Substring)
        case reference(SnippetReference)
    }

    /// Whether a text may name any: a quick look.
    static func mayStand(in text: String) -> Bool {
        Snippet.Kind.allCases.contains { text.contains("{{\($0.mark):") }
    }

    /// A text as its parts, in their order.
    static func pieces(of text: String) -> [Piece] {
        guard mayStand(in: text) else { return [.text(text[...])] }
        var pieces: [Piece] = []
        let bytes = text.utf8
        // By bytes: a mark behind a brace makes one character of both.
        var (from, place) = (bytes.startIndex, bytes.startIndex)
        while let brace = bytes[place...].firstIndex(of: UInt8(ascii: "{")) {
            place = bytes.index(after: brace)
            let isEscaped =
                brace > bytes.startIndex && bytes[bytes.index(before: brace)] == UInt8(ascii: "\\")
            guard let (reference, end) = named(bytes, at: brace) else { continue }
            place = end
            guard !isEscaped else { continue }
            if from < brace { pieces.append(.text(text[from..<brace])) }
            pieces.append(.reference(reference))
            from = end
        }
        if from < bytes.endIndex { pieces.append(.text(text[from...])) }
        return pieces
    }

    /// Each once, in the order of the text.
    static func all(in text: String) -> [SnippetReference] {
        var seen: Set<SnippetReference> = []
        return pieces(of: text).compactMap { piece in
            guard case .reference(let found) = piece, seen.insert(found).inserted else { return nil }
            return found
        }
    }

    private static func named(
        _ bytes: String.UTF8View,
        at place: String.Index
    ) -> (SnippetReference, end: String.Index)? {
        for kind in Snippet.Kind.allCases {
            let opening = "{{\(kind.mark):".utf8
            guard bytes[place...].starts(with: opening) else { continue }
            let start = bytes.index(place, offsetBy: opening.count)
            let rest = bytes[start...]
            guard let brace = rest.prefix(81).firstIndex(of: UInt8(ascii: "}")),
                rest[brace...].starts(with: "}}".utf8),
                let text = String(bytes[start..<brace]), let name = Slug(rawValue: text)
            else { return nil }
            return (SnippetReference(kind: kind, name: name), bytes.index(brace, offsetBy: 2))
        }
        return nil
    }
}
