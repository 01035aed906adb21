import Assistant
import Base
import Conversations
import Knowledge

extension Wiring {
    /// What customers ask in conversations, for those who write.
    var faqCandidates: FAQCandidates {
        FAQCandidates(
            articles,
            search: helpSearch,
            conversations: ReadConversations(questions: FirstQuestions(database)),
            answer: { hits in
                // What the assistant would answer by itself.
                guard case .answer(let hit) = AnswerPolicy.verdict(hits, excluding: []) else { return nil }
                return hit
            }
        )
    }
}

/// What customers asked first, as the assistant understands it: who says hello, or wishes for a person, asks nothing yet.
struct ReadConversations: AskedConversations {
    let questions: FirstQuestions

    func page(since moment: Instant, after place: String?, limit: Int) async throws -> AskedPage {
        let last = place.flatMap { ID<Conversation>($0) }
        let found = try await questions.page(since: moment, after: last, limit: limit)
        return AskedPage(
            found.compactMap(Self.asked),
            count: found.count,
            oldest: found.last?.createdAt,
            next: found.count < limit ? nil : found.last?.id.description
        )
    }

    static func asked(_ conversation: ConversationBeginning) -> FirstAsked? {
        let texts = [conversation.subject] + [first(of: conversation.texts)].compactMap(\.self)
        let text = texts.filter { !$0.isEmpty }.joined(separator: "\n")
        guard !text.isEmpty else { return nil }
        return FirstAsked(
            customer: conversation.customer.description,
            isVerified: conversation.isVerified,
            locale: conversation.locale,
            text: text,
            ending: ending(conversation.answerer)
        )
    }

    private static func first(of texts: [String]) -> String? {
        texts.lazy.compactMap(question(in:)).first
    }

    /// What is asked in a text, without the wish for a person that stands beside it.
    private static func question(in text: String) -> String? {
        switch Intention(text) {
        case .question: return text
        case .person:
            let parts = text.split { ",.;:!?。，；：！？\n".contains($0) }.map(String.init)
            let asked = parts.filter { Intention($0) == .question }
            return asked.isEmpty ? nil : asked.joined(separator: "\n")
        case .solved, .notSolved, .greeting, .introduction: return nil
        }
    }

    private static func ending(_ answerer: ConversationBeginning.Answerer) -> FirstAsked.Ending {
        switch answerer {
        case .assistant: .answered
        case .person: .person
        case .nobody: .open
        }
    }
}
