import Mail
import Testing

@Suite struct MailAddressTests {
    @Test(arguments: [
        "liu.wei@demo.example", "a+b_c'd@sub.demo.example", "x@a", "UPPER@Demo.Example",
    ])
    func readsWhatServersTake(_ text: String) {
        #expect(MailAddress(text) != nil)
    }

    @Test(arguments: [
        "", "a", "@demo.example", "a@", "a b@demo.example", "a@demo example",
        "a@demo.example\r\nBcc: x@y.example",
        "a\u{0}@demo.example", "<a@demo.example>", "a@demo.example>", ".a@demo.example", "a..b@demo.example",
        "a.@demo.example", "\"a b\"@demo.example", "a@[127.0.0.1]", "a@-demo.example", "a@demo-.example",
        "a@demo..example", "刘@demo.example", "a@例子.example", "a,b@demo.example", "a@demo.example SIZE=1",
        String(repeating: "a", count: 65) + "@demo.example",
        "a@" + String(repeating: "abcdefgh.", count: 30) + "example",
    ])
    func refusesTheRest(_ text: String) {
        #expect(MailAddress(text) == nil)
    }

    @Test func readsNamesWithAddresses() {
        #expect(Mailbox("示例交易所 <a@Demo.example>")?.name == "示例交易所")
        #expect(Mailbox("\"Support, Demo\" <a@demo.example>")?.name == "Support, Demo")
        #expect(Mailbox("a@demo.example")?.name == "")
        #expect(Mailbox("Support <nobody>") == nil)
        #expect(Mailbox("a@demo.example>\r\nBcc: <b@demo.example>").map(\.name)?.contains("\r\n") != true)
    }

    @Test func tellsAsMuchAsItMay() {
        #expect(MailAddress("liu.wei@demo.example")?.masked == "l•••@demo.example")
    }
}

@Suite struct SMTPServerTests {
    @Test func readsTheThreeWays() throws {
        let tls = try SMTPServer("smtps://post%40demo.example@mail.demo.example")
        #expect(tls.security == .tls && tls.port == 465 && tls.user == "post@demo.example")
        let upgraded = try SMTPServer("smtp://mail.demo.example:2525")
        #expect(upgraded.security == .startTLS && upgraded.port == 2525 && upgraded.user == nil)
        #expect(try SMTPServer("smtp://127.0.0.1:1025?tls=none").security == .none)
    }

    @Test(arguments: [
        ("smtp://mail.demo.example?tls=none", SMTPAddressError.plainElsewhere),
        ("smtps://a:b@mail.demo.example", .holdsPassword),
        ("https://mail.demo.example", .noAddress), ("smtp://", .noAddress),
        ("mail.demo.example:25", .noAddress),
        ("smtp://mail.demo.example/path", .noAddress), ("smtp://mail.demo.example?tls=maybe", .noAddress),
        ("smtp://mail.demo.example:99999", .noAddress), ("smtps://mail.demo.example?tls=none", .noAddress),
    ])
    func refusesWhatCouldBeReadAlong(_ url: String, _ error: SMTPAddressError) {
        #expect(throws: error) { try SMTPServer(url) }
    }
}
