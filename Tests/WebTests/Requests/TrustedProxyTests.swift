import Testing
@testable import Web

@Suite struct TrustedProxyTests {
    @Test(arguments: [
        ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.1", false),
        ("127.0.0.1", "127.0.0.1", true),
        ("127.0.0.1", "::ffff:127.0.0.1", true), ("192.168.4.0/23", "192.168.5.9", true),
        ("192.168.4.0/23", "192.168.6.9", false), ("fd00::/8", "fd12::1", true), ("::1", "::1", true),
        ("0.0.0.0/0", "8.8.8.8", true), ("0.0.0.0/0", "::1", false), ("10.0.0.0/8", "not an address", false),
    ])
    func ranges(_ range: String, _ address: String, _ isInside: Bool) throws {
        #expect(try #require(AddressRange(range)).contains(address) == isInside)
    }

    @Test(arguments: [
        "", "/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/8/8", "example.org", "::/129", "10.0.0",
        "10.0.0.1\u{0}", "fd15::\u{0}/8",
    ])
    func whatIsNoRange(_ text: String) {
        #expect(AddressRange(text) == nil)
    }

    /// A customer may write what they like into the header; only what our own proxies added counts.
    @Test(arguments: [
        ([], "10.0.0.2"), (["203.0.113.9"], "203.0.113.9"), (["1.1.1.1, 203.0.113.9"], "203.0.113.9"),
        (["1.1.1.1", "203.0.113.9, 10.0.0.7"], "203.0.113.9"), (["<script>, 203.0.113.9"], "203.0.113.9"),
        (["10.0.0.9, nonsense"], "10.0.0.2"), (["10.0.0.9, 10.0.0.8"], "10.0.0.9"),
        (["[2001:db8::1]"], "2001:db8::1"), (["100::/0"], "10.0.0.2"),
        (["203.0.113.0/24, 10.0.0.7"], "10.0.0.7"),
    ])
    func theFirstAddressNobodyCouldMakeUp(_ headers: [String], _ expected: String) throws {
        let middleware = TrustedProxyMiddleware([try #require(AddressRange("10.0.0.0/8"))])
        #expect(middleware.origin(headers, peer: "10.0.0.2") == expected)
    }
}
