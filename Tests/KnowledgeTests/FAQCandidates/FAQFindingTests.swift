import Base
@testable import Knowledge
import Safeguard
import Testing

/// What is found in conversations, and what of it may be seen.
@Suite("FAQ finding")
struct FAQFindingTests {
    static func asked(
        _ customer: String,
        _ text: String,
        _ ending: FirstAsked.Ending = .open,
        in locale: LocaleCode = .english,
        isVerified: Bool = true
    ) -> FirstAsked {
        FirstAsked(customer: customer, isVerified: isVerified, locale: locale, text: text, ending: ending)
    }

    private static func outcome(
        _ asked: [FirstAsked],
        dismissed: [String] = [],
        answer: @escaping (String, LocaleCode) -> (title: String, locale: LocaleCode)? = { _, _ in nil }
    ) -> FAQFinding.Outcome {
        FAQFinding(
            gate: SecretsGate(),
            known: [],
            dismissed: dismissed.map { (hidden, $0) },
            answer: answer
        ).outcome(of: asked)
    }

    private static let hidden = ID<FAQCandidate>(at: Instant(milliseconds: 7))

    @Test("the most asked comes first, with who answered and in which language")
    func counted() {
        let outcome = Self.outcome([
            Self.asked("a", "how to stake eth", .person), Self.asked("b", "how do I stake ETH?", .answered),
            Self.asked("c", "stake eth", .person), Self.asked("d", "提币没到账", in: .simplifiedChinese),
            Self.asked("e", "我的提币没到账", .person, in: .simplifiedChinese), Self.asked("f", "提币没到账", .answered),
            Self.asked("g", "提币没到账呀", .answered), Self.asked("h", "tax report"),
            Self.asked("i", "tax report"),
        ])
        #expect(outcome.found.map(\.wording) == ["提币没到账", "stake eth"])
        #expect(outcome.found.map(\.asked) == [4, 3])
        #expect(outcome.found.map(\.answered) == [2, 1])
        #expect(outcome.found.map(\.byPerson) == [1, 2])
        #expect(outcome.found.map(\.languages) == [[.simplifiedChinese: 4], [.english: 3]])
        #expect(outcome.found.map(\.locale) == [.simplifiedChinese, .english])
        #expect(outcome.unspoken == 0)
    }

    @Test("who asks again counts once, by what they asked last")
    func again() {
        let outcome = Self.outcome([
            Self.asked("a", "how to stake eth", .person), Self.asked("a", "how to stake eth", .answered),
            Self.asked("b", "how to stake eth"), Self.asked("c", "how to stake eth"),
        ])
        #expect(outcome.found.map(\.asked) == [3])
        #expect(outcome.found.map(\.byPerson) == [1] && outcome.found.map(\.answered) == [0])
        let two = Self.outcome(["a", "a", "a", "b"].map { Self.asked($0, "how to stake eth") })
        #expect(two == FAQFinding.Outcome())
    }

    @Test("one customer's words are not shown, however often they come, nor those of two")
    func nobodysWords() {
        let plain = ["a", "b", "c", "d"].map { Self.asked($0, "withdrawal not arrived") }
        let ofOne = ["one", "two", "three"].map {
            Self.asked("e", "withdrawal not arrived Quillfeather \($0)", .person)
        }
        let ofTwo = ["f", "g"].map { Self.asked($0, "withdrawal not arrived Sandringham") }
        let outcome = Self.outcome(ofOne + ofTwo + plain)
        #expect(outcome.found.map(\.wording) == ["withdrawal not arrived"])
        #expect(outcome.found.map(\.asked) == [7])
    }

    @Test("a guest who comes again with the same words is one person, so that their name is not shown")
    func guests() {
        let same = ["a", "b", "c"].map {
            Self.asked($0, "Quillfeather lost her phone", isVerified: false)
        }
        #expect(Self.outcome(same) == FAQFinding.Outcome())
    }

    @Test("what there are no words for is counted, and named after the article that answers it")
    func unspoken() {
        let asked = [
            Self.asked("a", "withdrawal arrived missing alpha"),
            Self.asked("b", "arrived withdrawal missing beta"),
            Self.asked("c", "missing gamma withdrawal arrived"),
        ]
        #expect(Self.outcome(asked) == FAQFinding.Outcome(found: [], unspoken: 1))
        let named = Self.outcome(asked) { _, _ in ("My withdrawal has not arrived", .english) }
        #expect(named.found.map(\.wording) == ["My withdrawal has not arrived"] && named.unspoken == 0)
        // One that is answered by it alone says nothing of the others.
        let once = Self.outcome(asked) { text, _ in text.contains("alpha") ? ("One", .english) : nil }
        #expect(once.unspoken == 1)
    }

    @Test("what says the same as something that was put away is known again")
    func dismissed() {
        let asked = ["a", "b", "c"].map { Self.asked($0, "how to stake eth") }
        #expect(Self.outcome(asked, dismissed: ["staking ETH"]).found.map(\.dismissed) == [Self.hidden])
        #expect(Self.outcome(asked, dismissed: ["lost password"]).found.map(\.dismissed) == [nil])
    }

    @Test("a long text ends, and nothing is found in nothing")
    func limits() {
        let long = String(repeating: "how to stake eth ", count: 5_000)
        #expect(Self.outcome(["a", "b", "c"].map { Self.asked($0, long) }).found.count <= 1)
        #expect(Self.outcome([]) == FAQFinding.Outcome())
        #expect(Self.outcome(["a", "b", "c"].map { Self.asked($0, "…") }) == FAQFinding.Outcome())
    }
}
