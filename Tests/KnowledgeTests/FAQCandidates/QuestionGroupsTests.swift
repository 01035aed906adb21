@testable import Knowledge
import Testing

/// Which questions mean the same.
@Suite("Question groups")
struct QuestionGroupsTests {
    private static let texts = [
        "my withdrawal has not arrived", "withdrawal not arrived yet", "the withdrawals did not arrive",
        "提币没到账", "我的提币还没到账", "提幣沒到帳怎麼辦", "how do I reset my password", "reset password", "what is staking",
    ]

    private static func groups(_ texts: [String]) -> [[String]] {
        let vectors = QuestionVectors(texts)
        return QuestionGroups.groups(of: texts.map(vectors.vector), counts: texts.map { _ in 1 })
            .map { group in group.map { texts[$0] } }
    }

    @Test("what says the same is one group, in either script of Chinese; other things stay apart")
    func meaning() {
        #expect(
            Self.groups(Self.texts) == [
                Array(Self.texts[0...2]), Array(Self.texts[3...5]), Array(Self.texts[6...7]), [Self.texts[8]],
            ]
        )
    }

    @Test("the order of what is given changes nothing")
    func order() {
        func sets(_ texts: [String]) -> Set<Set<String>> { Set(Self.groups(texts).map(Set.init)) }
        let expected = sets(Self.texts)
        for turn in 1..<Self.texts.count {
            #expect(sets(Array(Self.texts[turn...] + Self.texts[..<turn])) == expected)
        }
        #expect(sets(Self.texts.reversed()) == expected)
    }

    @Test("what says nothing is like nothing")
    func nothing() {
        #expect(Self.groups(["how do i", "", "what is it"]) == [["how do i"], [""], ["what is it"]])
        #expect(Self.groups([]) == [])
    }

    @Test("a text that is asked often counts as often")
    func counts() {
        let vectors = QuestionVectors(["late withdrawal", "late deposit"])
        let (one, other) = (vectors.vector("late withdrawal"), vectors.vector("late deposit"))
        let mean = QuestionVectors.mean([(one, 3), (other, 1)])
        #expect(one.dot(mean) > other.dot(mean))
        #expect(abs(one.dot(mean) - (3 + one.dot(other)) / 4) < 0.001)
    }
}
