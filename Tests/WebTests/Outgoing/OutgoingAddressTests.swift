import Testing
@testable import Web

@Suite struct OutgoingAddressTests {
    private static let allowed: AllowedHosts = {
        do {
            return try AllowedHosts([
                "sso.corp.example", "127.0.0.1", "10.20.0.0/16", "fd77::/16", "169.254.0.0/16",
            ])
        } catch {
            fatalError("\(error)")
        }
    }()

    @Test(arguments: [
        ("https://sso.example.com", "https://sso.example.com/"),
        ("HTTPS://SSO.Example.COM./a?b=c", "https://sso.example.com/a?b=c"),
        ("https://sso.example.com:8443/x/../y", "https://sso.example.com:8443/x/../y"),
        ("https://sso.example.com?a=//b@c", "https://sso.example.com/?a=//b@c"),
        ("https://8.8.8.8/", "https://8.8.8.8/"),
        ("https://[2606:4700::1111]/", "https://[2606:4700::1111]/"),
        ("https://xn--fiqs8s.example/", "https://xn--fiqs8s.example/"),
        ("https://10.example.com/", "https://10.example.com/"),
        ("http://sso.corp.example/", "http://sso.corp.example/"),
        ("http://127.0.0.1:8080/a", "http://127.0.0.1:8080/a"), ("https://10.20.3.4/", "https://10.20.3.4/"),
        ("https://[fd77::1]:444/", "https://[fd77::1]:444/"),
    ])
    func whatIsAsked(_ text: String, _ expected: String) throws {
        #expect(try OutgoingAddress(text, allowing: Self.allowed).description == expected)
    }

    @Test(arguments: [
        ("", OutgoingError.malformed), ("sso.example.com", .malformed), ("//sso.example.com/", .malformed),
        ("javascript:alert(1)", .malformed), ("https:sso.example.com", .malformed),
        ("file:///etc/passwd", .schemeNotAllowed), ("ftp://sso.example.com/", .schemeNotAllowed),
        ("gopher://127.0.0.1:6379/_x", .schemeNotAllowed), ("http://sso.example.com/", .schemeNotAllowed),
        ("http://8.8.8.8/", .schemeNotAllowed), ("https://user@sso.example.com/", .holdsCredentials),
        ("https://user:pass@sso.example.com/", .holdsCredentials),
        ("https://@sso.example.com/", .holdsCredentials),
        ("https://sso.example.com@127.0.0.1/", .holdsCredentials),
        ("https://sso.example.com#@127.0.0.1/", .malformed), ("https://sso.example.com/#a", .malformed),
        ("https://sso.example.com\\@127.0.0.1/", .malformed),
        ("https://sso.example.com/\r\nHost: x", .malformed),
        ("https://sso.example.com/ a", .malformed), ("https://sso.example.com\t/", .malformed),
        ("https://ｌocalhost/", .malformed), ("https://①②⑦.0.0.1/", .malformed),
        ("https://sso.example.com:0/", .malformed), ("https://sso.example.com:65536/", .malformed),
        ("https://sso.example.com:8o/", .malformed), ("https://sso.example.com:/", .malformed),
    ])
    func whatIsRefused(_ text: String, _ error: OutgoingError) {
        #expect(throws: error) { try OutgoingAddress(text, allowing: Self.allowed) }
    }

    @Test func plainAddressesWhereNothingSecretGoes() throws {
        let plain = try OutgoingAddress("http://sso.example.com/a", allowing: .none, mayBePlain: true)
        #expect(plain.description == "http://sso.example.com/a")
        #expect(throws: OutgoingError.notPublic) {
            try OutgoingAddress("http://10.21.0.1/", allowing: .none, mayBePlain: true)
        }
        #expect(throws: OutgoingError.schemeNotAllowed) {
            try OutgoingAddress("ftp://sso.example.com/", allowing: .none, mayBePlain: true)
        }
    }

    /// A resolver makes 127.0.0.1 or 169.254.169.254 of each.
    @Test(arguments: [
        "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "017700000001", "127.1", "127.0.1",
        "127.0.0.1.5",
        "0xa9fea9fe", "2852039166", "0251.0376.0251.0376", "127.0.0.01", "0x", "1.2.3.0x4", "%31%32%37.0.0.1",
        "127。0。0。1".replacing("。", with: "%E3%80%82"), "", ".", "-a.example", "a..example",
        "a_\u{7f}.example",
        "[127.0.0.1]", "[::1", "::1", "[fe80::1%25eth0]", "[::1]x", "xn----x", "xn--a.example",
    ])
    func disguisedHosts(_ host: String) {
        #expect(throws: OutgoingError.self) {
            try OutgoingAddress("https://\(host)/", allowing: Self.allowed)
        }
    }

    @Test(arguments: [
        "127.0.0.2", "0.0.0.0", "10.21.0.1", "192.168.1.1", "[::1]", "[::ffff:10.0.0.1]", "[fd78::1]",
        // Never, although its range is listed.
        "169.254.169.254", "[::ffff:169.254.169.254]", "[fd00:ec2::254]",
    ])
    func writtenOutAddressesInside(_ host: String) {
        #expect(throws: OutgoingError.notPublic) {
            try OutgoingAddress("https://\(host)/", allowing: Self.allowed)
        }
    }

    @Test func addressesAreNotEndless() {
        let long = "https://sso.example.com/" + String(repeating: "a", count: OutgoingAddress.longest)
        #expect(throws: OutgoingError.malformed) { try OutgoingAddress(long, allowing: .none) }
    }

    @Test(arguments: ["sso corp", "10.0.0.0/33", "http://sso.example", "*.example", "2130706433", "a..b"])
    func whatIsNotListable(_ word: String) {
        #expect(throws: AllowedHosts.Unreadable(word: word)) { try AllowedHosts(["sso.example", word]) }
    }
}
