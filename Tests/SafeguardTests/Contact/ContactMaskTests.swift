import Safeguard
import Testing

/// What is left of contact data that is masked, and what counts as such.
@Suite struct ContactMaskTests {
    @Test(
        "an address keeps its first letters and its ending, a number its end",
        arguments: [
            ("liu.wei@demo.example", ContactMask.Kind.email, "l•••@d•••.example"),
            ("a@mail.example.co.uk", .email, "a•••@m•••.uk"), ("刘伟@例子.中国", .email, "刘•••@例•••.中国"),
            ("a@b@c.example", .email, "a•••@c•••.example"), ("x@localhost", .email, "x•••@l•••"),
            ("no address", .email, "•••• ress"), ("@a.example", .email, "@•••@a•••.example"),
            ("+44 20 7946 0958", .phone, "•••• 0958"), ("13800004321", .phone, "•••• 4321"),
            ("555010", .phone, "•••• 10"), ("5550", .phone, "••••"), ("", .phone, "••••"),
            ("E-1234567-X", .document, "•••• 567X"), ("AB12", .document, "••••"),
        ]
    )
    func masked(_ value: String, _ kind: ContactMask.Kind, _ shown: String) {
        #expect(ContactMask.masked(value, kind) == shown)
    }

    @Test("the owner of an address sees where to look")
    func owner() {
        #expect(ContactMask.email("liu.wei@demo.example", keepsDomain: true) == "l•••@demo.example")
    }

    @Test(
        "what is contact data, by its form or by its name",
        arguments: [
            ("contact", "a@b.example", ContactMask.Kind.email), ("note", "write to a@b.example", .email),
            ("phone", "13800004321", .phone), ("phoneNumber", "020 7946 0958", .phone),
            ("MOBILE_NO", "555-0100", .phone), ("anything", "+44 (0)20 7946-0958", .phone),
            ("手机号", "13800004321", .phone), ("邮箱", "a@b.example", .email),
            ("passport", "E1234567", .document), ("id_number", "X0012345", .document),
            ("idCard", "440305199001011234", .document), ("证件号码", "E1234567", .document),
            ("National ID", "12345", .document), ("id no", "778899", .document),
        ]
    )
    func isContact(_ name: String, _ value: String, _ kind: ContactMask.Kind) {
        #expect(ContactMask.kind(of: value, named: name) == kind)
    }

    @Test(
        "what is none",
        arguments: [
            ("kyc_country", "DE"), ("phone_verified", "true"), ("email_verified", "yes"),
            ("document_type", "passport"), ("registered_at", "2024-03-01"), ("balance", "13800004321"),
            ("referrer_id", "20260001"), ("vip", "3"), ("note", "meet @ noon"), ("handle", "@name"),
            ("change", "+5"), ("gain", "+12.5% since 2024"), ("", ""), ("paid", "no"),
        ]
    )
    func isNone(_ name: String, _ value: String) {
        #expect(ContactMask.kind(of: value, named: name) == nil)
    }
}
