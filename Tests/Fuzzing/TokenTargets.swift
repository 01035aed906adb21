@testable import Base
import Foundation
@testable import People
@testable import Safeguard

let tokenTargets = [sealed, codes]

private let key = DataKey()

/// What comes back of what was sealed here, which nobody else can make: puzzles, values, wrapped keys.
private let sealed = FuzzTarget(
    "sealed",
    bytes: { bytes in
        let field = FieldName("fuzz")
        // Refused is what they must be.
        require((try? key.open(bytes, as: field)) == nil, "a value is opened that was not sealed")
        let text = String(decoding: bytes, as: UTF8.self)
        require(Puzzle(text: text, for: .guest, from: "192.0.2.1", under: key) == nil, "a puzzle of nobody's")
        if let proof = Proof(text) {
            require(isSame("\(proof.challenge):\(proof.nonce)", text), "a proof is read otherwise")
        }
        let ring = KeyRing(KeyEncryptionKey())
        let wrapped = WrappedKey(keyID: ring.current.id, bytes: bytes)
        // As above.
        require((try? ring.unwrap(wrapped, for: [])) == nil, "a key is opened that was not wrapped")
        // What was sealed and changed is refused as well.
        var changed = try key.seal(bytes, as: field)
        require(try key.open(changed, as: field) == bytes, "what was sealed is opened otherwise")
        let place = (bytes.first.map(Int.init) ?? 0) % changed.count
        changed[place] ^= bytes.last.map { $0 | 1 } ?? 1
        // As above.
        require((try? key.open(changed, as: field)) == nil, "a changed value is opened")
    }
)

/// Codes, ids and stored forms as somebody types or sends them.
private let codes = FuzzTarget(
    "codes",
    text: { text in
        if let id = ID<Agent>(text) {
            require(ID(id.description) == id && ID(bytes: id.bytes) == id, "an id is read otherwise again")
        }
        if let code = ReadableCode(text) {
            require(ReadableCode(code.description) == code, "a code is read otherwise again")
            require(code.description.utf8.count == 9, "a code of another length: \(code)")
        }
        if let code = RecoveryCode(text) {
            require(RecoveryCode(code.text) == code, "a recovery code is read otherwise again")
        }
        if let hash = PasswordHash(stored: text) {
            require(PasswordHash(stored: hash.stored) == hash, "a stored hash is read otherwise again")
        }
        // What is no file of keys says so.
        if let ring = try? KeyRing(text: text) {
            require(try KeyRing(text: ring.text.exposed) == ring, "keys are read otherwise again")
        }
        let secret = AuthenticatorSecret(bytes: Array(repeating: 7, count: 20))
        let now = Instant(milliseconds: 1_767_225_600_000)
        if secret.match(text, at: now, after: 0) != .none {
            let step = AuthenticatorSecret.step(at: now)
            let typed = text.filter { !$0.isWhitespace }
            require(
                (step - 1...step + 1).contains { secret.code(of: $0) == typed },
                "a wrong code is right: \(text)"
            )
        }
    }
)
