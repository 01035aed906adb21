/// CSS of the operator's, as it is taken.
package enum BrandStyles {
    package enum Mistake: Error, CustomStringConvertible {
        case notText
        case imports
        case foreign
        case unbalanced

        package var description: String {
            switch self {
            case .notText: "is not UTF-8"
            case .imports: "has an @import: put everything into the one file"
            case .foreign: "loads something from another site, which browsers refuse: use data: addresses"
            case .unbalanced: "has a bracket that is not closed, or closed twice"
            }
        }
    }

    /// The text, if browsers will take all of it.
    package static func checked(_ bytes: [UInt8]) throws(Mistake) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notText }
        let plain = withoutComments(text).lowercased()
        if plain.contains("@import") { throw .imports }
        for part in plain.split(separator: "url(", omittingEmptySubsequences: false).dropFirst() {
            let address = part.drop { $0.isWhitespace || $0 == "\"" || $0 == "'" }
            if address.hasPrefix("//") || address.hasPrefix("http:") || address.hasPrefix("https:") {
                throw .foreign
            }
        }
        var open = 0
        for character in plain {
            if character == "{" { open += 1 }
            if character == "}" { open -= 1 }
            if open < 0 { throw .unbalanced }
        }
        if open != 0 { throw .unbalanced }
        return text
    }

    private static func withoutComments(_ text: String) -> String {
        var plain = ""
        var rest = text[...]
        while let start = rest.firstRange(of: "/*") {
            plain += rest[..<start.lowerBound]
            let behind = rest[start.upperBound...]
            // One that is not closed hides the rest.
            rest = behind.firstRange(of: "*/").map { behind[$0.upperBound...] } ?? ""
        }
        return plain + rest
    }
}
