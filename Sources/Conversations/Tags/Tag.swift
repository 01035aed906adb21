import Storage

/// A word on conversations: in lower case, without white space around it, 1...40 characters.
package struct Tag: RawRepresentable, Sendable, Hashable, Codable, Comparable, SQLConvertible {
    package let rawValue: String

    /// Reads what somebody typed; nil for what no tag can be.
    package init?(rawValue: String) {
        let words = rawValue.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard (1...40).contains(words.count), words.utf8.count <= 160, !words.contains(","),
            words.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
        else { return nil }
        self.rawValue = words
    }

    package static func < (left: Tag, right: Tag) -> Bool { left.rawValue < right.rawValue }
}
