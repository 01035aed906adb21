/// Any JSON value, for documents whose members are not all known.
package enum JSONValue: Sendable, Hashable, Codable {
    case text(String)
    case number(Double)
    case flag(Bool)
    case list([JSONValue])
    case object([String: JSONValue])
    case nothing

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        // One after the other: a value says what it is by what it can be read as.
        if container.decodeNil() {
            self = .nothing
        } else if let flag = try? container.decode(Bool.self) {  // As above.
            self = .flag(flag)
        } else if let number = try? container.decode(Double.self) {  // As above.
            self = .number(number)
        } else if let text = try? container.decode(String.self) {  // As above.
            self = .text(text)
        } else if let list = try? container.decode([JSONValue].self) {  // As above.
            self = .list(list)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .number(let number): try container.encode(number)
        case .flag(let flag): try container.encode(flag)
        case .list(let values): try container.encode(values)
        case .object(let members): try container.encode(members)
        case .nothing: try container.encodeNil()
        }
    }

    package var text: String? { if case .text(let text) = self { text } else { nil } }

    /// A text, or the texts of a list.
    package var texts: [String] {
        switch self {
        case .text(let text): [text]
        case .list(let values): values.compactMap(\.text)
        default: []
        }
    }

    package var members: [String: JSONValue]? { if case .object(let members) = self { members } else { nil } }

    package var values: [JSONValue]? { if case .list(let values) = self { values } else { nil } }
}
