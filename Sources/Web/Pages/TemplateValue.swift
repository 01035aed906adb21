import Base
import Foundation

/// JSON as the template engine takes it: dictionaries, arrays, texts and booleans; null is left out.
struct TemplateValue: Decodable {
    let value: Any?

    /// A page's members for its template.
    static func members(of page: some Encodable) throws -> [String: Any] {
        let json = try WireJSON.encode(page)
        return try JSONDecoder().decode(TemplateValue.self, from: json).value as? [String: Any] ?? [:]
    }

    init(from decoder: any Decoder) throws {
        if let object = try? decoder.container(keyedBy: Name.self) {  // a value is one kind or the next
            self.value = try Dictionary(
                uniqueKeysWithValues: object.allKeys.compactMap { key in
                    try object.decode(Self.self, forKey: key).value.map { (key.stringValue, $0) }
                }
            )
            return
        }
        if var array = try? decoder.unkeyedContainer() {  // likewise
            var values: [Any] = []
            while !array.isAtEnd {
                if let value = try array.decode(Self.self).value { values.append(value) }
            }
            self.value = values
            return
        }
        let single = try decoder.singleValueContainer()
        if single.decodeNil() {
            self.value = nil
        } else if let flag = try? single.decode(Bool.self) {  // likewise
            self.value = flag
        } else if let number = try? single.decode(Int.self) {  // likewise
            self.value = number
        } else if let number = try? single.decode(Double.self) {  // likewise
            self.value = number
        } else {
            self.value = try single.decode(String.self)
        }
    }

    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) {
            self.stringValue = stringValue
        }

        init?(intValue: Int) {
            nil
        }
    }
}
