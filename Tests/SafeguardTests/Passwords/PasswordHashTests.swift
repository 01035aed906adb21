import Base
@testable import Safeguard
import Testing

@Suite struct PasswordHashTests {
    @Test("the password opens its hash, another does not, and the stored form is read back")
    func verify() throws {
        let hash = try PasswordHash(hashing: "correct horse 电池 ")

        let stored = try #require(PasswordHash(stored: hash.stored))

        #expect(hash.stored.hasPrefix("$scrypt$ln=15,r=8,p=1$"))
        #expect(stored == hash)
        #expect(stored.verify("correct horse 电池 "))
        for wrong in ["", "correct horse 电池", "Correct horse 电池 ", "correct horse 电池  "] {
            #expect(!stored.verify(wrong))
        }
        #expect(!stored.needsRehash)
    }

    @Test("the same password gives another hash each time")
    func salted() throws {
        #expect(try PasswordHash(hashing: "12345678").stored != PasswordHash(hashing: "12345678").stored)
    }

    @Test("composed and decomposed letters are the same password")
    func normalForm() throws {
        let hash = try PasswordHash(hashing: "re\u{301}sume\u{301}s 1")
        #expect(hash.verify("r\u{E9}sum\u{E9}s 1"))
    }

    @Test("a password of the wrong length is refused with the length that is right")
    func length() {
        #expect(throws: PasswordError.tooShort(least: 8)) { try PasswordHash(hashing: "1234567") }
        #expect(throws: PasswordError.tooLong(most: 256)) {
            try PasswordHash(hashing: String(repeating: "a", count: 257))
        }
        #expect(PasswordError.tooShort(least: 8).problem.status == 422)
        #expect(PasswordError.tooLong(most: 256).problem.code == "password_too_long")
    }

    /// RFC 7914, section 12, the second vector cut to our 32 bytes.
    @Test("a hash of another program with other parameters verifies and asks to be renewed")
    func knownAnswer() throws {
        let stored = "$scrypt$ln=10,r=8,p=16$TmFDbA==$/bq+HJ00cgB4VucZDQHp/nxq18vII3gw53N2Y0s3MWI="
        let hash = try #require(PasswordHash(stored: stored))
        #expect(hash.verify("password"))
        #expect(!hash.verify("passwore"))
        #expect(hash.needsRehash)
        #expect(hash.stored == stored)
    }

    private static let salt = "AAAAAAAAAAAAAAAAAAAAAA=="
    private static let key = "/bq+HJ00cgB4VucZDQHp/nxq18vII3gw53N2Y0s3MWI="

    @Test(
        "malformed text is no hash",
        arguments: [
            "", "$", "$scrypt$", "password", "$bcrypt$ln=15,r=8,p=1$\(salt)$\(key)",
            "$scrypt$ln=15,r=8,p=1$\(salt)",
            "$scrypt$ln=15,r=8,p=1$\(salt)$\(key)$x", "$scrypt$ln=15,r=8$\(salt)$\(key)",
            "$scrypt$ln=x,r=8,p=1$\(salt)$\(key)", "$scrypt$ln=9,r=8,p=1$\(salt)$\(key)",
            "$scrypt$ln=21,r=8,p=1$\(salt)$\(key)", "$scrypt$ln=15,r=0,p=1$\(salt)$\(key)",
            "$scrypt$ln=15,r=33,p=1$\(salt)$\(key)", "$scrypt$ln=15,r=8,p=17$\(salt)$\(key)",
            "$scrypt$ln=15,r=8,p=-1$\(salt)$\(key)", "$scrypt$ln=15,r=8,p=1$not base 64$\(key)",
            "$scrypt$ln=15,r=8,p=1$\(salt)$\(salt)", "$scrypt$ln==15,r=8,p=1,ln=99$\(salt)$\(key)",
        ]
    )
    func malformed(_ text: String) {
        #expect(PasswordHash(stored: text) == nil)
    }

    @Test("no password opens the hash of an account that is not there")
    func unmatchable() {
        #expect(!PasswordHash.unmatchable.verify(""))
        #expect(!PasswordHash.unmatchable.verify("password"))
    }

    @Test(
        "bytes are equal only when all are",
        arguments: [
            ([], [], true), ([1, 2, 3], [1, 2, 3], true), ([1, 2, 3], [1, 2, 4], false),
            ([0, 2, 3], [1, 2, 3], false),
            ([1, 2], [1, 2, 0], false), ([], [0], false), ([128], [0], false), ([1, 2], [2, 1], false),
        ] as [([UInt8], [UInt8], Bool)]
    )
    func constantTime(_ left: [UInt8], _ right: [UInt8], _ isEqual: Bool) {
        #expect(constantTimeEquals(left, right) == isEqual)
        #expect(constantTimeEquals(right, left) == isEqual)
    }
}
