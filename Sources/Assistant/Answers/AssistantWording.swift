package import Base
package import Conversations
import Foundation
import Knowledge
package import People

/// How the assistant says what it decided: texts from the strings files, never from here.
struct AssistantWording: Sendable {
    let localisation: Localisation
    let locale: LocaleCode

    private func text(_ key: String, _ values: [String: String] = [:]) -> String {
        localisation.text("assistant.\(key)", in: locale, values)
    }

    private func action(_ id: String) -> Card.Action {
        Card.Action(id: id, label: text("action.\(id)"))
    }

    /// The action whose button says what somebody typed: the texts tell customers to write it, in whatever language.
    func action(named words: String) -> String? {
        ["person", "helped"].first { Self.plain(text("action.\($0)")) == Self.plain(words) }
    }

    /// Letters and digits alone, in lower case and half width.
    private static func plain(_ words: String) -> String {
        String(words.prefix(100)).precomposedStringWithCompatibilityMapping.lowercased()
            .filter { $0.isLetter || $0.isNumber }
    }

    func draft(_ reply: AssistantTurn.Reply) -> (draft: Timeline.Draft, move: Timeline.AssistantMove) {
        switch reply {
        case .answer(let hit, let more):
            let card = Card(
                .answer,
                sources: ([hit] + more).map(Self.source),
                actions: [action("helped"), action("more"), action("person")]
            )
            return (Timeline.Draft(body: Self.answerText(hit), card: card), .stay)
        case .askBack(let hits):
            let choices = hits.map { Card.Action(id: "choice:\($0.slug)", label: $0.title) }
            return (
                Timeline.Draft(
                    body: text(hits.count == 1 ? "ask_back.one" : "ask_back"),
                    card: Card(.choices, actions: choices + [action("person")])
                ), .stay
            )
        case .abstain:
            return (
                Timeline.Draft(body: text("abstain"), card: Card(.abstain, actions: [action("person")])),
                .stay
            )
        case .greet:
            return (
                Timeline.Draft(body: text("greet"), card: Card(.greeting, actions: [action("person")])), .stay
            )
        case .introduce:
            return (
                Timeline.Draft(body: text("introduce"), card: Card(.greeting, actions: [action("person")])),
                .stay
            )
        case .secretHidden:
            return (
                Timeline.Draft(
                    body: text("secret_hidden"),
                    card: Card(.abstain, actions: [action("person")])
                ), .stay
            )
        case .helped:
            return (Timeline.Draft(body: text("helped")), .resolve)
        case .handOver(let reason):
            return (
                Timeline.Draft(body: text("hand_over.\(reason.rawValue)"), card: Card(.handover)), .handOver
            )
        }
    }

    /// What answers, short enough for a phone; the source has the rest.
    ///
    /// A question that is what the article is about as a whole is answered by what the article says in short; a narrower
    /// one by the passage as well.
    private static func answerText(_ hit: HelpHit) -> String {
        let passage = hit.passage.trimmingCharacters(in: .whitespacesAndNewlines)
        let summary = hit.summary.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !passage.isEmpty else { return summary.isEmpty ? hit.title : summary }
        if !summary.isEmpty, hit.subjectCoverage >= AnswerPolicy.most { return summary }
        guard !summary.isEmpty, !passage.contains(summary) else { return passage }
        return "\(summary)\n\n\(passage)"
    }

    /// The article in the language of the answer, whatever the browser's is.
    private static func source(_ hit: HelpHit) -> Card.Source {
        let parts = hit.url.split(separator: "#", maxSplits: 1)
        let anchor = parts.count > 1 ? "#\(parts[1])" : ""
        return Card.Source(
            title: hit.title,
            url: "\(parts[0])?lang=\(hit.locale)\(anchor)",
            kind: hit.kind.rawValue,
            snippet: hit.summary
        )
    }
}

/// What the assistant says first: who it is, what it can do, and what the topic makes likely.
package struct AssistantGreeter: Greeter {
    private let localisation: Localisation

    package init(localisation: Localisation) {
        self.localisation = localisation
    }

    package func greeting(for topic: Topic, locale: LocaleCode, customer: Customer) -> Timeline.Draft {
        func text(_ key: String, _ values: [String: String] = [:]) -> String {
            localisation.text("assistant.\(key)", in: locale, values)
        }
        let topicKey = "assistant.greeting.\(topic)"
        let opening = localisation.text(
            localisation.has(topicKey) ? topicKey : "assistant.greeting.other",
            in: locale
        )
        let hello =
            customer.profile.name.map { text("hello.named", ["name": $0]) } ?? text("hello")
        return Timeline.Draft(
            body: "\(hello)\n\n\(opening)",
            card: Card(.greeting, actions: [Card.Action(id: "person", label: text("action.person"))])
        )
    }
}

extension AssistantGreeter {
    /// What the assistant says in words that an installation may choose.
    ///
    /// - `topics`: Each has a first question of its own.
    package static func templates(for topics: [Topic]) -> [MessageTemplate] {
        let keys =
            ["hello", "hello.named"] + topics.map { "greeting.\($0)" } + [
                "greet", "introduce", "ask_back", "ask_back.one", "abstain", "secret_hidden", "helped",
                "hand_over.asked", "hand_over.failed",
            ]
        return keys.map { MessageTemplate("assistant.\($0)", .assistant) }
    }
}
