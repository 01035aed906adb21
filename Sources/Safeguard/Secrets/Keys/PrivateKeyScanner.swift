/// Finds private keys that are one row of letters and digits: what carries a checksum (WIF, BIP-38, Bech32, Stellar, XRP,
/// Tezos, Solana), extended private keys, and 64 hex digits or 64 Base58 bytes where the words around say that it is a key.
///
/// Addresses and transactions are written the same way; they have other prefixes, lengths and version bytes and stay.
/// Worth asking where as many letters and digits stand in a row as ``shortestToken``.
struct PrivateKeyScanner {
    /// The letters and digits of the shortest key, an XRP seed.
    static let shortestToken = 28
    /// A longer row is no key of any kind.
    private static let longestToken = 180

    private let scalars: [Unicode.Scalar]

    init(_ scalars: [Unicode.Scalar]) {
        self.scalars = scalars
    }

    func findings() -> [SecretFinding] {
        var findings: [SecretFinding] = []
        var position = 0
        while position < scalars.count {
            guard scalars[position].isAlphanumeric else {
                position += 1
                continue
            }
            let start = position
            while position < scalars.count, scalars[position].isAlphanumeric { position += 1 }
            guard (Self.shortestToken...Self.longestToken).contains(position - start),
                let range = key(start..<position)
            else { continue }
            findings.append(SecretFinding(.privateKey, range))
        }
        return findings
    }

    /// Where the key is that a token is or ends.
    private func key(_ range: Range<Int>) -> Range<Int>? {
        let token = scalars[range].map { UInt8(truncatingIfNeeded: $0.value) }
        if isKey(token, range) { return range }
        guard token[0] == 0x31 else { return nil }
        // age writes hyphens into the prefix.
        let prefix = "AGE-SECRET-KEY-".unicodeScalars
        let start = range.lowerBound - prefix.count
        guard start >= 0 else { return nil }
        let whole = scalars[start..<range.upperBound].map { UInt8(truncatingIfNeeded: $0.value) }
        guard
            whole.prefix(prefix.count).elementsEqual("AGE-SECRET-KEY-".utf8)
                || whole.prefix(prefix.count).elementsEqual("age-secret-key-".utf8)
        else { return nil }
        return Bech32.isValid(whole, prefixes: ["age-secret-key-"]) ? start..<range.upperBound : nil
    }

    private func isKey(_ token: [UInt8], _ range: Range<Int>) -> Bool {
        switch token.count {
        case 28...31 where token[0] == UInt8(ascii: "s"): return Self.isRippleSeed(token)
        case 51, 52: return Self.isWalletImportFormat(token)
        case 54, 98: return token.starts(with: "edsk".utf8) && Base58.bitcoin.checked(token) != nil
        case 56 where token[0] == UInt8(ascii: "S"): return StellarSeed.isValid(token)
        case 58 where token.starts(with: "6P".utf8): return Self.isPasswordProtected(token)
        case 64: return Self.isDrawn(token) && KeyContext(scalars, range).saysKey
        case 66 where token[0] == 48 && token[1] | 0x20 == 120:
            return Self.isDrawn(token.dropFirst(2)) && KeyContext(scalars, range).saysKey
        case 86...88: return isSolanaKeypair(token, range)
        case 100...120 where Self.isExtendedPrivateKey(token): return true
        default: return Bech32.isValid(token, prefixes: Self.bech32Prefixes)
        }
    }

    /// Nostr (NIP-19, NIP-49) and Sui; everybody else's Bech32 is an address.
    private static let bech32Prefixes = ["nsec", "ncryptsec", "suiprivkey"]

    /// Whether digits are hexadecimal and may have been drawn by chance.
    ///
    /// Those that show what a key or a hash looks like, `12345678…` or `0000…`, go through few pairs of neighbours; of 64
    /// drawn ones some 55 pairs differ.
    static func isDrawn(_ digits: some Sequence<UInt8>) -> Bool {
        guard digits.allSatisfy(isHex) else { return false }
        let pairs = zip(digits, digits.dropFirst()).map { Int($0) << 8 | Int($1) }
        return Set(pairs).count > 20
    }

    private static func isHex(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...70).contains(byte) || (97...102).contains(byte)
    }

    /// Wallet import format: Base58Check of a version byte, 32 bytes and perhaps 0x01.
    private static func isWalletImportFormat(_ token: [UInt8]) -> Bool {
        guard let first = token.first, "5KL9cQ6T".utf8.contains(first),
            let payload = Base58.bitcoin.checked(token)
        else {
            return false
        }
        // Bitcoin's main and test net, Dogecoin, Litecoin's.
        return [0x80, 0xEF, 0x9E, 0xB0].contains(payload[0])
            && (payload.count == 33 || payload.count == 34 && payload[33] == 1)
    }

    /// BIP-38: a key sealed with a password that people guess.
    private static func isPasswordProtected(_ token: [UInt8]) -> Bool {
        guard let payload = Base58.bitcoin.checked(token), payload.count == 39 else { return false }
        return payload[0] == 1 && (payload[1] == 0x42 || payload[1] == 0x43)
    }

    /// XRP's family seeds: a version of one byte, or three for Ed25519, and 16 bytes.
    private static func isRippleSeed(_ token: [UInt8]) -> Bool {
        guard let payload = Base58.ripple.checked(token) else { return false }
        return payload.count == 17 && payload[0] == 0x21
            || payload.count == 19 && payload.prefix(3).elementsEqual([0x01, 0xE1, 0x4B])
    }

    /// 64 bytes: a seed and the public key that follows from it.
    ///
    /// A signature has the same form.
    private func isSolanaKeypair(_ token: [UInt8], _ range: Range<Int>) -> Bool {
        guard let bytes = Base58.bitcoin.decoded(token), bytes.count == 64 else { return false }
        return Keypair.isValid(bytes) || KeyContext(scalars, range).saysKey
    }

    /// BIP-32 and SLIP-132 private keys; a mistyped one still shows most of the key.
    private static func isExtendedPrivateKey(_ token: [UInt8]) -> Bool {
        guard "xyztuvYZUV".utf8.contains(token[0]), token[1...3].elementsEqual("prv".utf8) else {
            return false
        }
        return token.allSatisfy(Base58.bitcoin.isDigit)
    }
}
