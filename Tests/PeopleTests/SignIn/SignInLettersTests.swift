import Base
@testable import People
import Storage
import Testing

/// Which sign-ins are told of; that they are by mail, and what it says, is tested against a real mail server.
@Suite struct SignInLettersTests {
    private static let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"
    private static let before = [
        SignInEntry(address: "203.0.113.7", userAgent: firefox),
        SignInEntry(address: "2001:db8:1::7", userAgent: "curl/8.5.0"),
    ]

    @Test(
        arguments: [
            ("203.0.113.7", firefox, true),
            ("203.0.113.250", firefox, true), ("2001:db8:1:9::1", firefox, true),
            ("203.0.114.7", firefox, false), ("2001:db8:2::7", firefox, false),
            ("203.0.113.7", "curl/8.6.0", true), ("203.0.113.7", "python-httpx/0.28.1", false),
            (nil, firefox, true), (nil, "python-httpx/0.28.1", false),
        ] as [(String?, String, Bool)]
    )
    func aDeviceAndANetworkAreKnown(_ address: String?, _ userAgent: String, _ isKnown: Bool) {
        let origin = SignInOrigin(address: address, userAgent: userAgent)
        #expect(SignInLetters.isKnown(origin, among: Self.before) == isKnown)
    }
}

extension SignInEntry {
    fileprivate init(address: String, userAgent: String) {
        self.init(address: address, device: Device(userAgent: userAgent), locale: nil)
    }
}
