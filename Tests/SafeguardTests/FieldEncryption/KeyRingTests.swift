import Base
import Foundation
import Testing

@testable import Safeguard

@Suite struct KeyRingTests {
    private let ring = KeyRing(KeyEncryptionKey())
    private let owner: [UInt8] = Array(repeating: 7, count: 16)

    @Test func aDataKeyOpensWhatItSealedForTheSameField() throws {
        let key = DataKey()
        let field = FieldName("message.body", row: 12)
        let sealed = try key.seal("Wo bleibt mein Geld? 我的钱呢？", as: field)
        #expect(try key.openText(sealed, as: field) == "Wo bleibt mein Geld? 我的钱呢？")
        #expect(try key.openText(key.seal("", as: field), as: field).isEmpty)
        #expect(throws: EncryptionError.unreadable) {
            try key.open(sealed, as: FieldName("message.body", row: 13))
        }
        #expect(throws: EncryptionError.unreadable) {
            try key.open(sealed, as: FieldName("note.body", row: 12))
        }
        #expect(throws: EncryptionError.unreadable) { try DataKey().open(sealed, as: field) }
    }

    @Test func whatWasSealedTellsNothingOfItself() throws {
        let key = DataKey()
        let field = FieldName("message.body", row: 1)
        let twice = try (0..<2).map { _ in try key.seal("the same words", as: field) }
        #expect(twice[0] != twice[1])
        #expect(twice[0].count == "the same words".utf8.count + 29)
    }

    @Test func anEqualTextIsFoundByItsFingerprintUnderTheSameKeyAndFieldAlone() {
        let (key, field) = (DataKey(), FieldName("a.address"))
        let print = key.fingerprint("li@reader.example", as: field)
        #expect(print.count == 32)
        #expect(key.fingerprint("li@reader.example", as: field) == print)
        #expect(key.fingerprint("lo@reader.example", as: field) != print)
        #expect(key.fingerprint("li@reader.example", as: FieldName("b.address")) != print)
        #expect(DataKey().fingerprint("li@reader.example", as: field) != print)
    }

    @Test func everyChangedByteIsFound() throws {
        let key = DataKey()
        let field = FieldName("message.body")
        let sealed = try key.seal("words", as: field)
        for place in sealed.indices {
            var changed = sealed
            changed[place] ^= 1
            #expect(throws: EncryptionError.unreadable, "byte \(place)") { try key.open(changed, as: field) }
            #expect(throws: EncryptionError.unreadable, "up to \(place)") {
                try key.open(Array(sealed.prefix(place)), as: field)
            }
        }
        #expect(throws: EncryptionError.unreadable) { try key.open(sealed + [0], as: field) }
    }

    @Test func aWrappedKeyOpensForItsOwnerAlone() throws {
        let key = DataKey()
        let wrapped = try ring.wrap(key, for: owner)
        #expect(wrapped.bytes.count == 61)
        #expect(try ring.unwrap(wrapped, for: owner).bytes == key.bytes)
        #expect(throws: EncryptionError.unreadable) { try ring.unwrap(wrapped, for: owner.dropLast() + [8]) }
    }

    @Test func anOlderKeyStillOpensAndANewOneProtects() throws {
        let key = DataKey()
        let wrapped = try ring.wrap(key, for: owner)
        let newer = ring.adding(KeyEncryptionKey())
        #expect(try newer.unwrap(wrapped, for: owner).bytes == key.bytes)
        let again = try newer.wrap(key, for: owner)
        #expect(again.keyID == newer.current.id && again.keyID != wrapped.keyID)
        #expect(throws: EncryptionError.unknownKey(again.keyID)) { try ring.unwrap(again, for: owner) }
    }

    @Test func aKeyFileIsReadAsItIsWritten() throws {
        let two = ring.adding(KeyEncryptionKey())
        #expect(try KeyRing(text: two.text.exposed) == two)
        let noted = "# ours\n\n  \(two.current.text.exposed)  # since March\r\n"
        #expect(try KeyRing(text: noted) == KeyRing(two.current))
    }

    @Test(arguments: [
        ("", EncryptionError.noKeys), ("# nothing\n", .noKeys), ("short", .notAKey(line: 1)),
        ("\n" + Data(count: 31).base64EncodedString(), .notAKey(line: 2)),
        (Data(count: 32).base64EncodedString() + "\nx", .notAKey(line: 2)),
    ])
    func aBrokenKeyFileIsRefused(_ text: String, _ error: EncryptionError) {
        #expect(throws: error) { try KeyRing(text: text) }
    }

    @Test func noDescriptionShowsAKey() {
        let key = ring.current
        var dumped = ""
        dump([key], to: &dumped)
        dump(DataKey(), to: &dumped)
        for shown in [dumped, "\(key)", "\(key.text)", "\(DataKey())"] {
            #expect(!shown.contains(key.text.exposed))
            #expect(shown.count < 200)
        }
    }
}
