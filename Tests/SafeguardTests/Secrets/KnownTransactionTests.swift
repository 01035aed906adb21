@testable import Safeguard
import Testing

/// A transaction's id looks like a private key: what is known to be one stays, and nothing else.
@Suite struct KnownTransactionTests {
    private static let known = "a3f1c25e9b7d4480561e2fca0d9387b6e54c10ffab62d3798e0c4b5a16f7d892"
    private static let other = "5e9b7d4480561e2fca0d9387b6e54c10ffab62d3798e0c4b5a16f7d892a3f1c2"

    private let gate = SecretsGate()
    private let transactions: Set<TransactionDigest>

    init() throws {
        transactions = [try #require(TransactionDigest(Self.known))]
    }

    @Test("the digest is that of the 32 bytes, however they are spelled")
    func digest() throws {
        // Made by Python: hashlib.sha256(bytes.fromhex(known)).hexdigest()
        let expected = "4499cfd0bc09229920333bb1b0fac6577bf83a1ffa6e706732014794c802b2c6"
        for id in [Self.known, Self.known.uppercased(), "0x" + Self.known, "0X" + Self.known.uppercased()] {
            #expect(TransactionDigest(id)?.text == expected)
        }
        let short = String(Self.known.dropLast())
        let none: [String] = [
            "", "0x", short, "\(Self.known)a", "0x\(Self.known)a", "1x\(Self.known)", "\(short)g",
            "\(short)é",
            "0x0x\(Self.known.dropLast(2))",
        ]
        for id in none { #expect(TransactionDigest(id) == nil, "\(id)") }
    }

    @Test(
        "a known one stays readable where the words say key",
        arguments: [
            "my private key is #", "PRIVATE_KEY=#", "the key: #", "# is my private key", "secret: #",
            "我的私钥是#，帮我看看", "my key # and again #",
        ]
    )
    func stays(_ sentence: String) {
        for spelled in [
            Self.known, Self.known.uppercased(), "0x" + Self.known, "0x" + Self.known.uppercased(),
        ] {
            let text = sentence.replacing("#", with: spelled)
            #expect(!gate.mask(text).kinds.isEmpty)
            #expect(gate.mask(text, knowing: transactions) == MaskedText(text: text, kinds: []))
            #expect(gate.possibleTransactions(in: text) == Array(transactions))
        }
    }

    @Test("another one beside it is hidden")
    func others() throws {
        let text = "private key: \(Self.known), private key: \(Self.other)"
        let masked = gate.mask(text, knowing: transactions)
        let expected = "private key: \(Self.known), private key: \(SecretsGate.mask)"
        #expect(masked == MaskedText(text: expected, kinds: [.privateKey]))
        #expect(
            gate.possibleTransactions(in: text) == [
                try #require(TransactionDigest(Self.known)), try #require(TransactionDigest(Self.other)),
            ]
        )
    }

    @Test("whatever else is secret in the text is hidden")
    func secrets() throws {
        let phrase = try Mnemonic.valid(.english, 12).joined(separator: " ")
        let key = Base58Writer.walletImportFormat(version: 0x80, isCompressed: true, seed: 1)
        let mask = SecretsGate.mask
        let text = "my private key is \(Self.known)\n\(phrase)\n\(key)"
        let masked = gate.mask(text, knowing: transactions)
        let expected = "my private key is \(Self.known)\n\(mask)\n\(mask)"
        #expect(masked == MaskedText(text: expected, kinds: [.seedPhrase, .privateKey]))
    }

    @Test("the digits go with a secret that they are a part of")
    func overlap() {
        let keystore = #"{"address":"x","crypto":{"cipher":"aes","ciphertext":"\#(Self.known)"}}"#
        let block = "-----BEGIN PRIVATE KEY-----\n\(Self.known)\n-----END PRIVATE KEY-----"
        for secret in [keystore, block] {
            let text = "private key: \(secret) bye"
            #expect(gate.mask(text, knowing: transactions) == gate.mask(text))
            #expect(!gate.mask(text).text.contains(Self.known))
            #expect(gate.possibleTransactions(in: text) == [])
        }
    }

    @Test(
        "nothing is asked about what stays anyway, or is no key",
        arguments: [
            "", "hello", "txid: #", "what is # ?", "private key: " + String(repeating: "0", count: 64),
            "my password is #",
        ]
    )
    func nothing(_ sentence: String) {
        #expect(gate.possibleTransactions(in: sentence.replacing("#", with: Self.known)) == [])
    }
}
