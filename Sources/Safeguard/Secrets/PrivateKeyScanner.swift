import Crypto
import Foundation

/// Finds private keys: WIF, extended private keys, PEM, and 64 hex digits where the words around say that it is a key.
struct PrivateKeyScanner {
    /// The letters and digits of the shortest key.
    static let shortestToken = 51

    private let scalars: [Unicode.Scalar]

    init(_ scalars: [Unicode.Scalar]) {
        self.scalars = scalars
    }

    func findings() -> [SecretFinding] {
        pemFindings() + tokenFindings()
    }

    // MARK: PEM (RFC 7468)

    private func pemFindings() -> [SecretFinding] {
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

    // MARK: Tokens of letters and digits

    private func tokenFindings() -> [SecretFinding] {
        var findings: [SecretFinding] = []
        var position = 0
        while position < scalars.count {
            guard Self.isAlphanumeric(scalars[position]) else {
                position += 1
                continue
            }
            let start = position
            while position < scalars.count, Self.isAlphanumeric(scalars[position]) { position += 1 }
            let length = position - start
            if (Self.shortestToken...140).contains(length), isKey(start..<position) {
                findings.append(SecretFinding(.privateKey, start..<position))
            }
        }
        return findings
    }

    private static func isAlphanumeric(_ scalar: Unicode.Scalar) -> Bool {
        (48...57).contains(scalar.value) || (65...90).contains(scalar.value)
            || (97...122).contains(scalar.value)
    }

    private func isKey(_ range: Range<Int>) -> Bool {
        let token = scalars[range].map { UInt8(truncatingIfNeeded: $0.value) }
        switch token.count {
        case 51, 52: return isWalletImportFormat(token)
        case 64: return token.allSatisfy(Self.isHex) && HexContext(scalars, range).saysKey
        case 66 where token[0] == 48 && token[1] | 0x20 == 120:
            return token.dropFirst(2).allSatisfy(Self.isHex) && HexContext(scalars, range).saysKey
        case 100...: return isExtendedPrivateKey(token)
        default: return false
        }
    }

    private static func isHex(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...70).contains(byte) || (97...102).contains(byte)
    }

    /// Wallet import format: Base58Check of a version byte, 32 bytes and perhaps 0x01.
    private func isWalletImportFormat(_ token: [UInt8]) -> Bool {
        guard let first = token.first, "5KL9c".utf8.contains(first), let payload = Base58.checked(token)
        else {
            return false
        }
        return [0x80, 0xEF].contains(payload[0]) && (payload.count == 33 || payload.count == 34)
    }

    /// BIP-32 and SLIP-132 private keys; a mistyped one still shows most of the key.
    private func isExtendedPrivateKey(_ token: [UInt8]) -> Bool {
        guard token.count <= 120, "xyztuvYZUV".utf8.contains(token[0]), token[1...3].elementsEqual("prv".utf8)
        else {
            return false
        }
        return token.allSatisfy(Base58.isDigit)
    }
}

/// Whether 64 hex digits are a private key: they look like a transaction's hash, which must stay readable, so the
/// nearest word that says either decides, one before them before one behind them.
struct HexContext {
    private static let keyWords = [
        "private key", "privatekey", "priv key", "privkey", "secret key", "private_key", "secret", "私钥", "私鑰",
        "密钥",
        "密鑰", "秘钥", "prv key", "pk:", "私 钥", "key",
    ]
    private static let transactionWords = [
        "txid", "tx id", "tx hash", "txhash", "hash", "transaction", "交易哈希", "哈希", "交易id", "交易号", "转账", "轉帳",
        "交易", "block", "区块", "withdrawal", "deposit", "提币", "充币", "tx", "public key", "公钥", "address", "地址",
    ]
    /// Words so short that others hold them: `monkey`, `context`.
    private static let wholeWords: Set<String> = ["key", "tx"]

    let saysKey: Bool

    init(_ scalars: [Unicode.Scalar], _ range: Range<Int>) {
        let before = Self.text(scalars[max(0, range.lowerBound - 80)..<range.lowerBound])
        let after = Self.text(scalars[range.upperBound..<min(scalars.count, range.upperBound + 40)])
        if let decision = Self.nearest(in: before, isBefore: true) {
            saysKey = decision
        } else {
            saysKey = Self.nearest(in: after, isBefore: false) ?? false
        }
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        String(String.UnicodeScalarView(scalars)).lowercased()
    }

    /// Whether the word nearest to the digits says key; nil when there is none.
    private static func nearest(in text: String, isBefore: Bool) -> Bool? {
        func distance(_ words: [String]) -> Int? {
            words.compactMap { word in
                place(of: word, in: text, isBefore: isBefore).map { found in
                    isBefore
                        ? text.distance(from: found.upperBound, to: text.endIndex)
                        : text.distance(from: text.startIndex, to: found.lowerBound)
                }
            }.min()
        }
        switch (distance(keyWords), distance(transactionWords)) {
        // A tie is "public key" against "key".
        case (let key?, let transaction?): return key < transaction
        case (.some, nil): return true
        case (nil, .some): return false
        case (nil, nil): return nil
        }
    }

    /// Where a word stands nearest to the digits.
    private static func place(of word: String, in text: String, isBefore: Bool) -> Range<String.Index>? {
        var searched = text.startIndex..<text.endIndex
        while let found = text.range(of: word, options: isBefore ? .backwards : [], range: searched) {
            let isPart =
                text[..<found.lowerBound].last.map(isLatinLetter) ?? false
                || text[found.upperBound...].first.map(isLatinLetter) ?? false
            guard isPart, wholeWords.contains(word) else { return found }
            searched =
                isBefore ? searched.lowerBound..<found.lowerBound : found.upperBound..<searched.upperBound
        }
        return nil
    }

    private static func isLatinLetter(_ character: Character) -> Bool {
        character.isASCII && character.isLetter
    }
}

/// Base 58 with a checksum, as Bitcoin writes keys and addresses.
enum Base58 {
    private static let alphabet = Array("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".utf8)

    static func isDigit(_ byte: UInt8) -> Bool {
        alphabet.contains(byte)
    }

    /// The payload without its four checksum bytes; nil when they do not fit.
    static func checked(_ text: [UInt8]) -> [UInt8]? {
        var bytes: [UInt8] = []
        for character in text {
            guard let digit = alphabet.firstIndex(of: character) else { return nil }
            var carry = digit
            for index in bytes.indices.reversed() {
                carry += Int(bytes[index]) * 58
                bytes[index] = UInt8(carry & 0xFF)
                carry >>= 8
            }
            while carry > 0 {
                bytes.insert(UInt8(carry & 0xFF), at: 0)
                carry >>= 8
            }
        }
        guard bytes.count > 4 else { return nil }
        let payload = Array(bytes.dropLast(4))
        let hash = SHA256.hash(data: Data(SHA256.hash(data: payload)))
        return Array(hash.prefix(4)) == Array(bytes.suffix(4)) ? payload : nil
    }
}
