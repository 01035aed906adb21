import HTTPTypes
import Testing
@testable import Web

@Suite struct CredentialsTests {
    private func head(_ authorization: String? = nil, cookies: [String] = []) -> HTTPRequest {
        var head = HTTPRequest(method: .post, scheme: "https", authority: "desk.example", path: "/")
        head.headerFields[.authorization] = authorization
        for cookie in cookies { head.headerFields.append(HTTPField(name: .cookie, value: cookie)) }
        return head
    }

    @Test(arguments: [
        ("Bearer sba_1", "sba_1"), ("bEARER  \tsba_1", "sba_1"), ("Basic YTpi", nil), ("Bearer", nil),
        ("", nil),
        ("Bearersba_1", nil), ("Bearer \u{301}x", "\u{301}x"),
    ])
    func tokens(header: String, token: String?) {
        #expect(head(header).bearerToken == token)
    }

    @Test func noHeaderBringsNoToken() {
        #expect(head().bearerToken == nil)
    }

    @Test(arguments: [
        (["a=1; name=x; name=y"], "x"), (["a=1", " name = x "], "x"), (["name=a=b"], "a=b"), (["name"], nil),
        (["name=; name=x"], "x"), (["names=1;myname=2"], nil),
        // A cookie without a name, whatever it says.
        (["=name=x"], nil),
        // One cookie, not two.
        (["a=1\u{37E}name=x"], nil), (["a=\u{600}; name=\u{301}x"], "\u{301}x"),
    ])
    func cookies(fields: [String], value: String?) {
        #expect(head(cookies: fields).cookie("name") == value)
    }

    @Test(arguments: [
        ("https://desk.example", "desk.example", true), ("https://DESK.example", "Desk.example", true),
        ("https://desk.example:8443", "desk.example", false), ("null", "desk.example", false),
        ("https://des\u{212A}.example", "desk.example", false),
    ])
    func origins(origin: String, host: String, isOurs: Bool) {
        var head = HTTPRequest(method: .post, scheme: "https", authority: host, path: "/")
        head.headerFields[.origin] = origin
        #expect(OriginCheck.isSameOrigin(head) == isOurs)
    }
}
