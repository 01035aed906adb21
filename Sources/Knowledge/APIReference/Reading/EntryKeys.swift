/// The addresses of a version's entries: readable, and each once.
struct EntryKeys {
    /// What the pages of a version have for themselves.
    private var taken: Set<String> = ["changes"]

    /// `get-api-v3-order` for `GET` and `/api/v3/order`.
    mutating func make(_ parts: String...) -> String {
        let words = parts.joined(separator: " ").lowercased().unicodeScalars.split { scalar in
            !((97...122).contains(scalar.value) || (48...57).contains(scalar.value))
        }
        let joined = words.map { String($0) }.joined(separator: "-").prefix(100)
        let stem = joined.isEmpty ? "entry" : String(joined)
        var key = stem
        var number = 2
        while !taken.insert(key).inserted {
            key = "\(stem)-\(number)"
            number += 1
        }
        return key
    }
}
