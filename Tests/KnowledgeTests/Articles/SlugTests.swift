@testable import Knowledge
import Testing

@Suite("Slugs")
struct SlugTests {
    @Test(
        "letters, digits and single hyphens are an address",
        arguments: ["a", "fees", "2fa", "lost-two-factor"]
    )
    func valid(_ text: String) {
        #expect(Slug(rawValue: text)?.rawValue == text)
        #expect(Slug(text)?.description == text)
    }

    @Test(
        "anything else is none",
        arguments: ["", "-", "-a", "a-", "a--b", "A", "a b", "a/b", "..", "a_b", "é", "提币", "a\n", "%61"]
    )
    func invalid(_ text: String) {
        #expect(Slug(rawValue: text) == nil)
    }

    @Test("it has 80 characters at most")
    func longest() {
        #expect(Slug(rawValue: String(repeating: "a", count: 80)) != nil)
        #expect(Slug(rawValue: String(repeating: "a", count: 81)) == nil)
    }

    @Test(
        "one is made of what a text has of them",
        arguments: [
            ("Late Deposit", "late-deposit"), ("  What's 2FA?  ", "what-s-2fa"), ("提币 FAQ", "faq"),
            ("a---b__c", "a-b-c"), ("already-one", "already-one"),
        ]
    )
    func made(from text: String, is expected: String) {
        #expect(Slug(from: text)?.rawValue == expected)
    }

    @Test("of nothing none is made, and a long one is cut where it may end")
    func madeAtTheEdges() {
        #expect(Slug(from: "提币") == nil)
        #expect(Slug(from: "") == nil)
        let cut = Slug(from: String(repeating: "a", count: 79) + " b")
        #expect(cut?.rawValue == String(repeating: "a", count: 79))
    }
}
