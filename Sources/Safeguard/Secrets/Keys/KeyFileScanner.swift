/// Finds wallet files: keystore JSON (a sealed key whose password people guess) and Solana's array of 64 numbers.
///
/// Worth asking where `ciphertext` stands, or a bracket before a digit.
struct KeyFileScanner {
    private let scalars: [Unicode.Scalar]

    init(_ scalars: [Unicode.Scalar]) {
        self.scalars = scalars
    }

    func findings() -> [SecretFinding] {
        keystores() + arrays()
    }

    // MARK: Keystores

    /// The outermost objects that have the members of a keystore; one cut off goes to the end of the text.
    private func keystores() -> [SecretFinding] {
        var findings: [SecretFinding] = []
        var depth = 0
        var start = 0
        for (position, scalar) in scalars.enumerated() {
            if scalar == "{" {
                if depth == 0 { start = position }
                depth += 1
            } else if scalar == "}", depth > 0 {
                depth -= 1
                if depth == 0, isKeystore(start..<(position + 1)) {
                    findings.append(SecretFinding(.privateKey, start..<(position + 1)))
                }
            }
        }
        if depth > 0, isKeystore(start..<scalars.count) {
            findings.append(SecretFinding(.privateKey, start..<scalars.count))
        }
        return findings
    }

    private func isKeystore(_ range: Range<Int>) -> Bool {
        has("ciphertext", range) && has("crypto", range)
    }

    /// Whether a part of the text has a member's name in quotes, whatever its case; within a JSON text in JSON, or in several,
    /// the quotes have backslashes before them.
    private func has(_ name: String, _ range: Range<Int>) -> Bool {
        let wanted = name.unicodeScalars.map(\.value)
        guard range.count >= wanted.count + 2 else { return false }
        return (range.lowerBound + 1..<range.upperBound - wanted.count).contains { start in
            guard Self.isQuote(scalars[start - 1]),
                zip(scalars[start...], wanted).allSatisfy({ scalar, letter in
                    scalar.value == letter
                        || scalar.value | 0x20 == letter && (65...90).contains(scalar.value)
                })
            else { return false }
            let end = scalars[(start + wanted.count)..<range.upperBound].first { $0 != "\\" }
            return end.map(Self.isQuote) ?? false
        }
    }

    private static func isQuote(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\"" || scalar == "'"
    }

    // MARK: Arrays

    /// Bytes of which a cut off array must show so many to be a key.
    private static let fewestOfCut = 16

    /// `[174,47,…]` of 64 bytes that are a key pair, or that the words around call a key, as they may one cut off.
    private func arrays() -> [SecretFinding] {
        var findings: [SecretFinding] = []
        var position = 0
        while position < scalars.count {
            guard scalars[position] == "[", let (bytes, end, isClosed) = array(from: position) else {
                position += 1
                continue
            }
            let range = position..<end
            let isWhole = isClosed && (bytes.count == 64 || bytes.count == 32)
            let mayBeKey = isWhole || !isClosed && bytes.count >= Self.fewestOfCut
            if isWhole && Keypair.isValid(bytes) || mayBeKey && KeyContext(scalars, range).saysKey {
                findings.append(SecretFinding(.privateKey, range))
            }
            position = end
        }
        return findings
    }

    /// At most 65 numbers from 0 to 255 behind a bracket, where they end, and whether by a bracket.
    private func array(from start: Int) -> (bytes: [UInt8], end: Int, isClosed: Bool)? {
        var bytes: [UInt8] = []
        var number: Int?
        var position = start + 1
        while position < scalars.count, bytes.count <= 64 {
            let value = scalars[position].value
            switch value {
            case 48...57:
                let next = (number ?? 0) * 10 + Int(value) - 48
                guard next < 256 else { return nil }
                number = next
            case 0x2C, 0x5D:
                guard let byte = number else { return nil }
                bytes.append(UInt8(byte))
                number = nil
                if value == 0x5D { return (bytes, position + 1, true) }
            case 9, 10, 13, 32: break
            case 0x2E, 0x2026: return (bytes, position, false)
            default: return nil
            }
            position += 1
        }
        guard position == scalars.count else { return nil }
        return (bytes + (number.map { [UInt8($0)] } ?? []), position, false)
    }
}
