@testable import Safeguard
import Testing

@Suite struct PrivateKeyScannerTests {
    private func found(_ text: String) -> [String] {
        let scalars = Array(text.unicodeScalars)
        return SecretDetector().find(in: text).filter { $0.kind == .privateKey }.map { finding in
            String(String.UnicodeScalarView(scalars[finding.range]))
        }
    }

    // MARK: Wallet import format

    @Test("a WIF key is found, compressed or not", arguments: [0x80, 0xEF] as [UInt8], [true, false])
    func walletImportFormat(_ version: UInt8, _ isCompressed: Bool) {
        for seed in 1...20 as ClosedRange<UInt64> {
            let key = Base58Writer.walletImportFormat(
                version: version,
                isCompressed: isCompressed,
                seed: seed
            )

            #expect(found(key) == [key])
            #expect(found("私钥是\(key)，请帮我看看") == [key])
            #expect(found("👍🏽 key=\"\(key)\".") == [key])
        }
    }

    @Test("a WIF key with one wrong character is not one", arguments: [true, false])
    func wrongWalletImportFormat(_ isCompressed: Bool) {
        let key = Base58Writer.walletImportFormat(version: 0x80, isCompressed: isCompressed, seed: 9)
        let wrong = key.dropLast() + (key.last == "x" ? "y" : "x")
        #expect(found(String(wrong)) == [])
        #expect(found(key + "x") == [])
    }

    @Test("Base58 text of the same length with another version is an address or something else")
    func otherVersion() {
        for version in [0x00, 0x05, 0x81] as [UInt8] {
            let text = Base58Writer.walletImportFormat(version: version, isCompressed: true, seed: 3)
            #expect(found(text) == [])
        }
    }

    // MARK: Extended keys

    @Test(
        "extended private keys are found, public ones are not",
        arguments: [
            (0x0488_ADE4 as UInt32, "xprv"), (0x049D_7878, "yprv"), (0x04B2_430C, "zprv"),
            (0x0435_8394, "tprv"),
            (0x044A_4E28, "uprv"), (0x045F_18BC, "vprv"), (0x0295_B005, "Yprv"), (0x02AA_7A99, "Zprv"),
        ]
    )
    func extendedPrivate(_ version: UInt32, _ prefix: String) {
        let key = Base58Writer.extended(version: version, seed: 5)
        #expect(key.hasPrefix(prefix))
        #expect(found("backup: \(key);") == [key])
    }

    @Test("extended public keys stay", arguments: [(0x0488_B21E as UInt32, "xpub"), (0x04B2_4746, "zpub")])
    func extendedPublic(_ version: UInt32, _ prefix: String) {
        let key = Base58Writer.extended(version: version, seed: 5)
        #expect(key.hasPrefix(prefix))
        #expect(found("my private key \(key)") == [])
    }

    @Test("a mistyped extended private key still shows most of the key")
    func mistyped() {
        let key = Base58Writer.extended(version: 0x0488_ADE4, seed: 5)
        let wrong = String(key.dropLast()) + (key.last == "z" ? "y" : "z")
        #expect(found(wrong) == [wrong])
    }

    // MARK: PEM

    private static let body = """
        MC4CAQAwBQYDK2VwBCIEIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhsc
        HR4fAAECAwQFBgcICQoLDA0ODw==
        """

    @Test(
        "a PEM private key goes whole",
        arguments: [
            "PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY",
            "OPENSSH PRIVATE KEY",
        ]
    )
    func pem(_ label: String) {
        let block = "-----BEGIN \(label)-----\n\(Self.body)\n-----END \(label)-----"
        #expect(found("this one?\n\(block)\nthanks") == [block])
        #expect(found(block.replacing("\n", with: "\r\n")) == [block.replacing("\n", with: "\r\n")])
        #expect(found(block.replacing("\n", with: " ")) == [block.replacing("\n", with: " ")])
    }

    @Test("a block that was cut off is hidden to the end of the text")
    func truncated() {
        let block = "-----BEGIN EC PRIVATE KEY-----\n\(Self.body.prefix(40))"
        #expect(found("here: \(block)") == [block])
        #expect(found("\(block)\n-----END EC PRIV") == ["\(block)\n-----END EC PRIV"])
    }

    @Test("two blocks are two findings")
    func twoBlocks() {
        let block = "-----BEGIN PRIVATE KEY-----\n\(Self.body)\n-----END PRIVATE KEY-----"
        #expect(found("\(block)\nand\n\(block)") == [block, block])
    }

    @Test(
        "certificates and public keys stay",
        arguments: ["CERTIFICATE", "PUBLIC KEY", "CERTIFICATE REQUEST"]
    )
    func otherPEM(_ label: String) {
        #expect(found("-----BEGIN \(label)-----\n\(Self.body)\n-----END \(label)-----") == [])
        // The private key that follows is found all the same.
        let block = "-----BEGIN PRIVATE KEY-----\n\(Self.body)\n-----END PRIVATE KEY-----"
        #expect(found("-----BEGIN \(label)-----\n\(Self.body)\n-----END \(label)-----\n\(block)") == [block])
    }

    // MARK: 64 hexadecimal digits

    private static let hex = "a3f1c25e9b7d4480561e2fca0d9387b6e54c10ffab62d3798e0c4b5a16f7d892"

    @Test(
        "64 digits are a key where the words say key",
        arguments: [
            "my private key is #", "Private Key: #", "PRIVATE_KEY=#", "privkey #", "the key: #",
            "# is my private key",
            "secret: #", "我的私钥是#", "私鑰：#", "密钥 #", "#这是我的私钥", "交易失败了。我的私钥是#，帮我看看",
            "the transaction failed, here is my private key: #", "MetaMask wallet key #",
        ]
    )
    func hexKey(_ sentence: String) {
        let parts = sentence.split(separator: "#", omittingEmptySubsequences: false).map(String.init)
        for key in [Self.hex, Self.hex.uppercased(), "0x" + Self.hex] {
            #expect(found(parts.joined(separator: key)) == [key], "\(sentence)")
        }
    }

    @Test(
        "64 digits are a transaction, a hash or nothing known elsewhere",
        arguments: [
            "txid: #", "TxHash #", "tx #", "my transaction # is pending", "hash=#", "交易哈希：#", "我的交易#没有到账",
            "提币记录 #", "区块 #", "#", "what is #?", "这是什么 #", "public key: #", "公钥 #", "the monkey # sat",
            "I never gave away my private key. The deposit with hash # is missing", "我没有泄露私钥，这笔交易 # 还没到账",
        ]
    )
    func hexTransaction(_ sentence: String) {
        for text in [Self.hex, "0x" + Self.hex] {
            #expect(found(sentence.replacing("#", with: text)) == [])
        }
    }

    @Test(
        "digits that only show how long a key is are none",
        arguments: [
            "1234567890123456789012345678901212345678901234567890123456789012",
            String(repeating: "0", count: 64),
            String(repeating: "0123456789abcdef", count: 4), String(repeating: "deadbeef", count: 8),
            String(repeating: "0", count: 63) + "1",
        ]
    )
    func placeholder(_ digits: String) {
        for text in [digits, digits.uppercased(), "0x" + digits] {
            #expect(found("get_tx_key \(text)") == [])
            #expect(found("private key: \(text)") == [])
        }
    }

    @Test("63 and 65 digits are no key", arguments: [63, 65])
    func otherLength(_ length: Int) {
        let digits = String((Self.hex + Self.hex).prefix(length))
        #expect(found("private key: \(digits)") == [])
    }

    @Test("the place is counted in scalars")
    func place() {
        let before = "👨‍👩‍👧 é 私钥："
        let findings = SecretDetector().find(in: before + Self.hex)
        let start = before.unicodeScalars.count
        #expect(findings == [SecretFinding(.privateKey, start..<(start + 64))])
    }
}
