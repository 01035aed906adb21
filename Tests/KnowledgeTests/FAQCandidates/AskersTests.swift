import Base
@testable import Knowledge
import Testing

/// Who may be the same person.
@Suite("Askers")
struct AskersTests {
    private static func asked(
        _ customer: String,
        _ text: String,
        isVerified: Bool = false
    ) -> (
        question: FirstAsked, words: QuestionWords
    ) {
        let question = FirstAsked(
            customer: customer,
            isVerified: isVerified,
            locale: .english,
            text: text,
            ending: .open
        )
        return (question, QuestionWords(text))
    }

    private static func people(
        _ asked: [(question: FirstAsked, words: QuestionWords)],
        known: Set<String> = []
    ) -> Int {
        let askers = Askers(asked, known: known)
        return Set(asked.map { askers.person($0.question.customer) }).count
    }

    @Test("a customer is one person, however often they come")
    func customers() {
        #expect(Self.people([Self.asked("a", "one"), Self.asked("a", "two"), Self.asked("b", "three")]) == 2)
    }

    @Test("guests who write the same words are one person, also by way of a third")
    func guests() {
        let same = [
            Self.asked("a", "Ada asks"), Self.asked("b", "ada asks!"), Self.asked("b", "and more"),
            Self.asked("c", "and more"), Self.asked("d", "something else"),
        ]
        #expect(Self.people(same) == 2)
    }

    @Test("customers whom the exchange vouches for are different people, whatever they write")
    func verified() {
        let same = ["a", "b", "c"].map { Self.asked($0, "Ada asks", isVerified: true) }
        #expect(Self.people(same) == 3)
    }

    @Test("guests who use only words of the help centre are different people")
    func publicWords() {
        let same = ["a", "b", "c"].map { Self.asked($0, "late withdrawal") }
        #expect(Self.people(same, known: ["late", "withdrawal"]) == 3)
        #expect(Self.people(same, known: ["withdrawal"]) == 1)
    }
}
