/// Finds private keys in PEM (RFC 7468); worth asking where five dashes stand in a row.
struct PEMScanner {
    private let scalars: [Unicode.Scalar]

    init(_ scalars: [Unicode.Scalar]) {
        self.scalars = scalars
    }

    func findings() -> [SecretFinding] {
        var findings: [SecretFinding] = []
        var position = 0
        while let begin = index(of: "-----BEGIN ", from: position) {
            guard let label = index(of: "PRIVATE KEY", from: begin, within: 51) else {
                position = begin + 11
                continue
            }
            // A key cut off half-way is a key all the same.
            var end = scalars.count
            if let footer = index(of: "-----END", from: label) {
                end = index(of: "-----", from: footer + 8).map { $0 + 5 } ?? scalars.count
            }
            findings.append(SecretFinding(.privateKey, begin..<end))
            position = end
        }
        return findings
    }

    /// Where a text stands next, looked for in the following `reach` scalars only.
    private func index(of text: String, from start: Int, within reach: Int = .max) -> Int? {
        let wanted = Array(text.unicodeScalars)
        guard start < scalars.count, scalars.count - start >= wanted.count else { return nil }
        var position = start
        let limit = reach < scalars.count - start ? start + reach : scalars.count
        while position + wanted.count <= limit {
            if scalars[position] == wanted[0],
                scalars[position..<(position + wanted.count)].elementsEqual(wanted)
            {
                return position
            }
            position += 1
        }
        return nil
    }
}
