/// JSON written piece by piece, for what is written thousands of times a second; everything else goes through
/// ``WireJSON``, of whose bytes these are the same.
package enum JSONText {
    /// A text as JSON has it, with its quotes (RFC 8259 §7).
    package static func quoted(_ text: String) -> String {
        var json = "\""
        append(text, to: &json)
        json += "\""
        return json
    }

    /// Adds a text without quotes, with what JSON does not allow in one escaped.
    private static func append(_ text: String, to json: inout String) {
        guard text.utf8.contains(where: needsEscape) else {
            json += text
            return
        }
        for character in text.unicodeScalars {
            switch character {
            case "\"": json += "\\\""
            case "\\": json += "\\\\"
            case "\u{8}": json += "\\b"
            case "\u{c}": json += "\\f"
            case "\n": json += "\\n"
            case "\r": json += "\\r"
            case "\t": json += "\\t"
            case "\0"..<" ":
                let digits = String(character.value, radix: 16)
                json += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: json.unicodeScalars.append(character)
            }
        }
    }

    private static func needsEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }
}
