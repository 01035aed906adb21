import CFIDO2
import Crypto
import Foundation

/// What an authenticator says, checked by libfido2 (WebAuthn level 2, sections 7.1 and 7.2).
enum PasskeyCheck {
    /// The kinds of signatures that are taken, as COSE numbers them.
    static let algorithms = [COSE_ES256, COSE_EDDSA, COSE_RS256].map { Int($0) }
    /// Of a credential's id, in bytes (section 4); libfido2 takes none for one.
    private static let lengths = 1...1023
    /// Bits of what an authenticator says happened.
    private static let userPresent: UInt8 = 0x01
    private static let userVerified: UInt8 = 0x04
    private static let attested: UInt8 = 0x40

    /// A key that an authenticator made.
    struct Made: Sendable {
        let credentialID: [UInt8]
        let algorithm: Int
        let publicKey: [UInt8]
        let signCount: Int
    }

    /// Reads the authenticator's data of a new credential; nil for anything but one of this relying party, made by a
    /// person who was verified.
    ///
    /// No statement of the maker about the authenticator is asked for, so nothing is signed here: what is bound to the
    /// challenge comes over the page's own connection, from an agent who has just typed their password.
    static func made(_ data: [UInt8], for relyingParty: String) -> Made? {
        guard data.count >= 37, data.count <= 4096, Array(data.prefix(32)) == hash(relyingParty) else {
            return nil
        }
        let wanted = userPresent | userVerified
        guard data[32] & wanted == wanted, isSound(data) else { return nil }
        for algorithm in algorithms {
            if let made = made(data, algorithm) { return made }
        }
        return nil
    }

    private static func made(_ data: [UInt8], _ algorithm: Int) -> Made? {
        var credential = unsafe fido_cred_new()
        guard unsafe credential != nil else { return nil }
        defer { unsafe fido_cred_free(&credential) }
        guard unsafe fido_cred_set_type(credential, Int32(algorithm)) == FIDO_OK,
            unsafe fido_cred_set_authdata_raw(credential, data, data.count) == FIDO_OK,
            let id = unsafe fido_cred_id_ptr(credential), let key = unsafe fido_cred_pubkey_ptr(credential),
            lengths.contains(unsafe fido_cred_id_len(credential))
        else { return nil }
        return unsafe Made(
            credentialID: Array(UnsafeBufferPointer(start: id, count: fido_cred_id_len(credential))),
            algorithm: algorithm,
            publicKey: Array(UnsafeBufferPointer(start: key, count: fido_cred_pubkey_len(credential))),
            signCount: Int(fido_cred_sigcount(credential))
        )
    }

    /// Checks what an authenticator signed to let somebody in.
    ///
    /// - Returns: How often the key has signed; nil when the signature, the relying party or the person's verification
    ///   is not right.
    static func signCount(
        of data: [UInt8],
        signature: [UInt8],
        clientData: [UInt8],
        by passkey: Passkey
    ) -> Int? {
        guard (37...4096).contains(data.count), (1...1024).contains(signature.count), isSound(data) else {
            return nil
        }
        var assertion = unsafe fido_assert_new()
        guard unsafe assertion != nil else { return nil }
        defer { unsafe fido_assert_free(&assertion) }
        guard unsafe fido_assert_set_clientdata(assertion, clientData, clientData.count) == FIDO_OK,
            unsafe fido_assert_set_rp(assertion, passkey.relyingParty) == FIDO_OK,
            unsafe fido_assert_set_count(assertion, 1) == FIDO_OK,
            unsafe fido_assert_set_authdata_raw(assertion, 0, data, data.count) == FIDO_OK,
            unsafe fido_assert_set_sig(assertion, 0, signature, signature.count) == FIDO_OK,
            unsafe fido_assert_set_up(assertion, FIDO_OPT_TRUE) == FIDO_OK,
            unsafe fido_assert_set_uv(assertion, FIDO_OPT_TRUE) == FIDO_OK,
            unsafe verify(assertion, passkey)
        else { return nil }
        return unsafe Int(fido_assert_sigcount(assertion, 0))
    }

    private static func verify(_ assertion: OpaquePointer?, _ passkey: Passkey) -> Bool {
        let bytes = passkey.publicKey
        let algorithm = Int32(passkey.algorithm)
        switch algorithm {
        case COSE_ES256:
            var key = unsafe es256_pk_new()
            defer { unsafe es256_pk_free(&key) }
            return unsafe es256_pk_from_ptr(key, bytes, bytes.count) == FIDO_OK
                && fido_assert_verify(assertion, 0, algorithm, UnsafeRawPointer(key)) == FIDO_OK
        case COSE_EDDSA:
            var key = unsafe eddsa_pk_new()
            defer { unsafe eddsa_pk_free(&key) }
            return unsafe eddsa_pk_from_ptr(key, bytes, bytes.count) == FIDO_OK
                && fido_assert_verify(assertion, 0, algorithm, UnsafeRawPointer(key)) == FIDO_OK
        case COSE_RS256:
            var key = unsafe rs256_pk_new()
            defer { unsafe rs256_pk_free(&key) }
            return unsafe rs256_pk_from_ptr(key, bytes, bytes.count) == FIDO_OK
                && fido_assert_verify(assertion, 0, algorithm, UnsafeRawPointer(key)) == FIDO_OK
        default: return false
        }
    }

    /// Whether what follows the fixed part of an authenticator's data says no length that is not there (section 6.1).
    private static func isSound(_ data: [UInt8]) -> Bool {
        var rest = data.dropFirst(37)
        if data[32] & attested != 0 {
            // The model (16 bytes), the length of the credential's id, and the id.
            guard rest.count >= 18 else { return false }
            let length = rest.dropFirst(16).prefix(2).reduce(0) { $0 << 8 | Int($1) }
            guard rest.count >= 18 + length else { return false }
            rest = rest.dropFirst(18 + length)
        }
        return CBORItems.areSound(rest)
    }

    private static func hash(_ relyingParty: String) -> [UInt8] {
        Array(SHA256.hash(data: Data(relyingParty.utf8)))
    }
}

/// What the browser signs along: for what, with which challenge, on which page (WebAuthn level 2, section 5.8.1).
struct PasskeyClientData {
    enum Purpose: String {
        case make = "webauthn.create"
        case prove = "webauthn.get"
    }

    private struct Members: Decodable {
        let type: String
        let challenge: String
        let origin: String
        let crossOrigin: Bool?
    }

    let challenge: [UInt8]

    /// Reads it; nil unless it is for this purpose and from this page's origin.
    init?(_ bytes: [UInt8], for purpose: Purpose, at origin: String) {
        guard bytes.count <= 4096,
            // Anything but the browser's JSON is nothing.
            let members = try? JSONDecoder().decode(Members.self, from: Data(bytes)),
            members.type == purpose.rawValue, members.origin == origin, members.crossOrigin != true,
            let challenge = [UInt8](base64URL: members.challenge)
        else { return nil }
        self.challenge = challenge
    }
}

extension [UInt8] {
    /// Reads base 64 for URLs without padding (RFC 4648, section 5).
    init?(base64URL text: String) {
        var plain = text.replacing("-", with: "+").replacing("_", with: "/")
        while plain.utf8.count % 4 != 0 { plain += "=" }
        guard let data = Data(base64Encoded: plain) else { return nil }
        self = Array(data)
    }

    var base64URL: String {
        Data(self).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
