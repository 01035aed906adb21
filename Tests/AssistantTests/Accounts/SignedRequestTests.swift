import Assistant
import Base
import Testing

/// The signature is what docs/integration.md says: the expected one was made by Python's hmac.
@Suite struct SignedRequestTests {
    private let secret = Redacted(Array("a secret of the account gateway, 32 bytes".utf8))
    private let now = Instant(milliseconds: 1_795_685_449_000)
    private let expected =
        "v1=1cdfe2b15e1e0ea2060015c39fac9fb539151022b5786847205b977a7bef3a03"

    private func request(
        method: String = "POST",
        path: String = "/accounts/v1/totp",
        timestamp: Int64 = 1_795_685_449,
        nonce: String = "00112233445566778899aabbccddeeff",
        body: String = #"{"account":"20260001"}"#
    ) -> SignedRequest {
        SignedRequest(
            method: method,
            path: path,
            timestamp: timestamp,
            nonce: nonce,
            body: Array(body.utf8)
        )
    }

    @Test func isAsTheContractSays() {
        #expect(request().signature(secret) == expected)
        #expect(request().isSigned(expected, with: secret, at: now))
    }

    @Test func nothingInItCanBeChanged() {
        let changed = [
            request(method: "PUT"), request(path: "/accounts/v1/sms"), request(timestamp: 1_795_685_450),
            request(nonce: "10112233445566778899aabbccddeeff"), request(body: "{}"),
        ]
        for one in changed { #expect(!one.isSigned(expected, with: secret, at: now)) }
        #expect(!request().isSigned(expected, with: Redacted([1]), at: now))
        #expect(!request().isSigned("", with: secret, at: now))
        #expect(!request().isSigned(String(expected.dropLast()), with: secret, at: now))
    }

    @Test func itIsTakenForFiveMinutesToEitherSide() {
        for seconds in [-300, 300] {
            #expect(request().isSigned(expected, with: secret, at: now + .seconds(seconds)))
        }
        for seconds in [-301, 301] {
            #expect(!request().isSigned(expected, with: secret, at: now + .seconds(seconds)))
        }
    }

    @Test func noncesAreLongAndNeverTheSame() {
        let many = (0..<100).map { _ in SignedRequest.newNonce() }
        #expect(Set(many).count == 100 && many.allSatisfy { $0.count == 32 })
    }
}
