import Testing

@testable import Server

@Suite("Where clamd listens")
struct ClamdAddressTests {
    @Test(
        "a path, a host, or a host and a port",
        arguments: [
            ("/run/clamav/clamd.ctl", ClamdAddress.socket(path: "/run/clamav/clamd.ctl")),
            ("127.0.0.1:3311", .host("127.0.0.1", port: 3311)),
            ("clamd.internal", .host("clamd.internal", port: 3310)),
            ("[::1]:3311", .host("::1", port: 3311)),
            ("[::1]", .host("::1", port: 3310)),
        ]
    )
    func addresses(_ text: String, _ expected: ClamdAddress) throws {
        #expect(try ClamdAddress(text) == expected)
        #expect(try ClamdAddress(expected.description) == expected)
    }

    @Test(
        "anything else is a mistake",
        arguments: [
            "", ":3310", "host:", "host:0", "host:99999", "::1", "[::1", "a b", "tcp://host:3310",
            "/" + String(repeating: "a", count: 107),
        ]
    )
    func mistakes(_ text: String) {
        #expect(throws: ClamdAddress.NotAnAddress.self) { try ClamdAddress(text) }
    }
}
