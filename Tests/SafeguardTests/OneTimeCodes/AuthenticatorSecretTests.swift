import Base
import Safeguard
import Testing

@Suite struct AuthenticatorSecretTests {
    private static let secret = AuthenticatorSecret(bytes: Array("12345678901234567890".utf8))

    private static func at(_ seconds: Int64) -> Instant { Instant(milliseconds: seconds * 1000) }

    /// RFC 6238, appendix B, the last six of its eight digits: a code is the number modulo a power of ten.
    @Test(
        "the codes are those of RFC 6238",
        arguments: [
            (59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924"),
            (2_000_000_000, "279037"), (20_000_000_000, "353130"),
        ] as [(Int64, String)]
    )
    func vectors(_ seconds: Int64, _ code: String) {
        let step = AuthenticatorSecret.step(at: Self.at(seconds))
        #expect(step == Int(seconds / 30))
        #expect(Self.secret.code(of: step) == code)
        #expect(Self.secret.match(code, at: Self.at(seconds), after: 0) == .step(step))
    }

    /// RFC 4226, appendix D.
    @Test("the codes of the first counters are those of RFC 4226")
    func counters() {
        let codes = [
            "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871",
            "520489",
        ]
        #expect((0..<10).map(Self.secret.code(of:)) == codes)
    }

    @Test("a clock may be thirty seconds early or late, and no more")
    func drift() {
        let now = Self.at(1_800_000_015)
        let step = AuthenticatorSecret.step(at: now)
        for offset in [-1, 0, 1] {
            let code = Self.secret.code(of: step + offset)
            #expect(Self.secret.match(code, at: now, after: 0) == .step(step + offset))
        }
        for offset in [-3, -2, 2, 3] {
            #expect(Self.secret.match(Self.secret.code(of: step + offset), at: now, after: 0) == .none)
        }
    }

    @Test("a code that was used is told as such, and so is one before it")
    func used() {
        let now = Self.at(1_800_000_015)
        let step = AuthenticatorSecret.step(at: now)
        #expect(Self.secret.match(Self.secret.code(of: step), at: now, after: step) == .used)
        #expect(Self.secret.match(Self.secret.code(of: step - 1), at: now, after: step) == .used)
        #expect(Self.secret.match(Self.secret.code(of: step + 1), at: now, after: step) == .step(step + 1))
    }

    @Test(
        "spaces are passed over; anything else is no code",
        arguments: ["", "28708", "2870822", "２８７０８２", "28708a", "-287082"]
    )
    func typed(_ wrong: String) {
        #expect(Self.secret.match("287 082 ", at: Self.at(59), after: 0) == .step(1))
        #expect(Self.secret.match(wrong, at: Self.at(59), after: 0) == .none)
    }

    /// RFC 4648, section 10, and the key that the wiki of Google Authenticator's addresses shows.
    @Test("the key is written in base 32")
    func text() {
        #expect(Self.secret.text.exposed == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
        for (plain, coded) in [
            ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foobar", "MZXW6YTBOI"),
        ] {
            #expect(AuthenticatorSecret(bytes: Array(plain.utf8)).text.exposed == coded)
        }
    }

    @Test("the address says whose it is, whatever the names hold")
    func address() {
        let address = Self.secret.address(of: "ming@desk.example", issuer: "Demo: Exchange & Söhne")
        #expect(
            address.exposed == """
                otpauth://totp/Demo%20%20Exchange%20%26%20S%C3%B6hne:ming@desk.example\
                ?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Demo%20%20Exchange%20%26%20S%C3%B6hne\
                &algorithm=SHA1&digits=6&period=30
                """
        )
    }

    @Test("new ones differ, and nothing that is logged shows them")
    func secrecy() {
        let secret = AuthenticatorSecret()
        #expect(secret != AuthenticatorSecret())
        #expect(secret.bytes.count == 20)
        var dumped = ""
        dump(secret, to: &dumped)
        #expect(!"\(secret) \(dumped)".contains(secret.text.exposed))
    }
}

@Suite struct RecoveryCodeTests {
    @Test("a code is read however it was typed")
    func reading() throws {
        let code = RecoveryCode()
        #expect(code.text.split(separator: "-").map(\.count) == [4, 4, 4, 4])
        for typed in [
            code.text, code.text.lowercased(), code.text.replacing("-", with: " "), " \(code.text)\n",
        ] {
            #expect(RecoveryCode(typed) == code)
        }
        for wrong in [
            "", "123456", String(code.text.dropLast()), code.text + "2", String(repeating: "0", count: 16),
        ] {
            #expect(RecoveryCode(wrong) == nil)
        }
    }

    @Test("what is stored depends on the salt, and nothing that is logged shows a code")
    func digests() {
        let code = RecoveryCode()
        let salt = RecoveryCode.newSalt()
        #expect(code.digest(salt: salt) == code.digest(salt: salt))
        #expect(code.digest(salt: salt) != code.digest(salt: RecoveryCode.newSalt()))
        #expect(code != RecoveryCode())
        #expect(!"\(code)".contains(code.text))
    }
}
