import Safeguard
import Testing

@Suite struct OpaqueTokenTests {
    @Test("a token is its prefix and 32 bytes in URL-safe base 64")
    func form() {
        for _ in 0..<200 {
            let token = OpaqueToken(prefix: "sbc_")
            #expect(token.text.hasPrefix("sbc_"))
            #expect(token.text.utf8.count == 4 + 43)
            #expect(
                token.text.utf8.allSatisfy { byte in
                    (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                        || byte == 45 || byte == 95
                }
            )
        }
    }

    @Test("no two tokens are alike")
    func unique() {
        #expect(Set((0..<1000).map { _ in OpaqueToken(prefix: "t_").text }).count == 1000)
    }

    /// The digest of FIPS 180-2, appendix B.1.
    @Test("what is stored is SHA-256 of the text")
    func digest() {
        let expected: [UInt8] = [
            0xBA, 0x78, 0x16, 0xBF, 0x8F, 0x01, 0xCF, 0xEA, 0x41, 0x41, 0x40, 0xDE, 0x5D, 0xAE, 0x22, 0x23,
            0xB0, 0x03, 0x61, 0xA3, 0x96, 0x17, 0x7A, 0x9C, 0xB4, 0x10, 0xFF, 0x61, 0xF2, 0x00, 0x15, 0xAD,
        ]
        #expect(OpaqueToken.digest(of: "abc") == expected)
        let token = OpaqueToken(prefix: "sbc_")
        #expect(token.digest == OpaqueToken.digest(of: token.text))
    }

    @Test("no description shows the text")
    func description() {
        let token = OpaqueToken(prefix: "sbc_")
        var dumped = ""
        dump(token, to: &dumped)
        for shown in [
            "\(token)", String(reflecting: token), dumped, "\([token])", "\(Optional(token) as Any)",
        ] {
            #expect(!shown.contains(token.text))
        }
    }
}
