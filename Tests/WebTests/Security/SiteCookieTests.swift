import HTTPTypes
import Hummingbird
import Testing

@testable import Web

@Suite struct SiteCookieTests {
    private func value(_ header: String, isSecure: Bool, path: String = "/") -> String? {
        let head = HTTPRequest(
            method: .get,
            scheme: nil,
            authority: "help.example",
            path: "/",
            headerFields: [.cookie: header]
        )
        return SiteCookie("site", path: path, isSecure: isSecure).value(in: head)
    }

    @Test(arguments: [
        ("__Host-site=x", "x"), ("a=1; __Host-site=x; b=2", "x"), (" \t__Host-site \t=\t x ;", "x"),
        ("__Host-site=x; __Host-site=y", "x"), ("__Host-site=; __Host-site=y", "y"), ("__Host-site==x", "=x"),
    ])
    func isReadByItsPrefixedName(_ header: String, _ expected: String) {
        #expect(value(header, isSecure: true) == expected)
    }

    /// What a sibling of our host may set, as far as browsers let it: another name, however alike it looks.
    @Test(arguments: [
        "site=x", "__host-site=x", "__HOST-site=x", "__Secure-site=x", "x__Host-site=x", "=__Host-site=x",
        "a=__Host-site=x",
        "\u{2000}__Host-site=x", "\u{A0}__Host-site=x", "\u{3000}__Host-site=x", "\u{85}__Host-site=x",
        "\u{FEFF}__Host-site=x",
        "__Host-site\u{2000}=x", "__Host-site\u{301}=x", "\"__Host-site\"=x", "__Host-site", "__Host-site=",
        "",
        "$Version=1, __Host-site=x", "__Host-%73ite=x",
    ])
    func isReadByNoOtherName(_ header: String) {
        #expect(value(header, isSecure: true) == nil)
    }

    @Test func withoutTLSItHasItsPlainName() {
        #expect(value("__Host-site=x; site=y", isSecure: false) == "y")
        #expect(value("__Host-site=x", isSecure: false) == nil)
    }

    @Test func ofFewerPathsItHasTheOtherPrefix() {
        #expect(value("__Host-site=x; __Secure-site=y; site=z", isSecure: true, path: "/api") == "y")
    }

    @Test(arguments: [
        (true, "/", ["__Host-site=v", "Max-Age=60", "Path=/", "Secure", "HttpOnly", "SameSite=Lax"]),
        (true, "/api", ["__Secure-site=v", "Max-Age=60", "Path=/api", "Secure", "HttpOnly", "SameSite=Lax"]),
        (false, "/", ["site=v", "Max-Age=60", "Path=/", "HttpOnly", "SameSite=Lax"]),
    ])
    func isGivenAndTakenWithWhatItsNameAsksFor(_ isSecure: Bool, _ path: String, _ expected: [String]) {
        let cookie = SiteCookie("site", path: path, isSecure: isSecure)
        let given = Set(cookie.holding("v", seconds: 60).description.split(separator: "; ").map(String.init))
        #expect(given == Set(expected))
        let taken = Set(cookie.ended.description.split(separator: "; ").map(String.init))
        #expect(taken == Set(expected.map { $0.replacing("=v", with: "=").replacing("=60", with: "=0") }))
    }
}
