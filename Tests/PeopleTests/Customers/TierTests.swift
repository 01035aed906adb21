import Base
import People
import Testing

@Suite("Tiers")
struct TierTests {
    @Test(
        "case and white space around it do not count, and nothing else is alike",
        arguments: [
            ("vip1", "vip1"), (" VIP1\t", "vip1"), ("vip 1", "vip 1"), ("Ｖip1", "ｖip1"), ("一级", "一级"),
            ("E\u{301}lite", "élite"), ("", nil), ("  ", nil), ("a,b", nil), ("a，b", nil), ("a;b", nil),
            ("a\nb", nil), (String(repeating: "a", count: 32), String(repeating: "a", count: 32)),
            (String(repeating: "a", count: 33), nil), ("vip1" + String(repeating: " ", count: 36), nil),
        ] as [(String, String?)]
    )
    func names(_ text: String, _ name: String?) {
        #expect(Tier(rawValue: text)?.rawValue == name)
    }

    @Test("where somebody lives is what their exchange calls region, and nothing beside it")
    func region() {
        func region(_ attributes: [String: String]) -> Region? {
            Customer.Profile(locale: .english, attributes: attributes).region
        }
        #expect(region(["region": " hk "]) == Region("HK"))
        #expect(region(["region": "Hong Kong"]) == nil)
        #expect(region(["country": "HK", "kyc_country": "HK", "Region": "HK"]) == nil)
        #expect(region([:]) == nil)
    }
}
