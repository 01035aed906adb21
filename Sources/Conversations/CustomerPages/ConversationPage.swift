import Base
import Foundation
import People
import Web

/// One conversation, live.
struct ConversationPage: Page {
    static let template = "Conversations/CustomerPages/conversation"
    static let styles = [
        "Conversations/Timeline/timeline.css", "Conversations/CustomerPages/conversation.css",
        "Conversations/Badges/badge-challenge.css", "Conversations/AntiPhishing/anti-phishing.css",
        "Conversations/Notices/under-way.css",
    ]
    static let scripts = ["Conversations/CustomerPages/conversation.js"]
    static let scriptStrings = [
        "timeline.", "composer.", "conversation.", "connection.", "notices.", "rating.", "problem.",
        "antiphishing.", "under_way.",
        "verify.reason.",
        "time.",
    ]

    struct Facts: Codable, Sendable {
        let subject: String
        let reference: String
        let topicLabel: String
        let assigneeLabel: String?
    }

    struct Step: Codable, Sendable {
        let name: Conversation.Progress
        let label: String
        let isDone: Bool
        let isCurrent: Bool
    }

    let title: String
    let conversation: Facts
    let steps: [Step]
    let dataJsonHtml: String

    /// The steps that are shown; waiting for the customer is a moment of the third.
    private static let shown: [Conversation.Progress] = [.submitted, .accepted, .inProgress, .resolved]

    /// - Throws: Encoding errors.
    init(
        _ view: ConversationView,
        of customer: Customer,
        _ localisation: Localisation,
        _ locale: LocaleCode
    ) throws {
        self.title = view.name(localisation, locale)
        self.conversation = Facts(
            subject: view.name(localisation, locale),
            reference: view.reference,
            topicLabel: localisation.text("topic.\(view.topic)", in: locale),
            assigneeLabel: view.assignee.map { agent in
                localisation.text(
                    "conversation.with_agent",
                    in: locale,
                    ["name": agent.name, "badge": agent.badge]
                )
            }
        )
        self.steps = Self.steps(at: view.progress) { progress in
            localisation.text("conversation.progress.\(progress.rawValue)", in: locale)
        }
        self.dataJsonHtml = try PageData(conversation: view, customer: CustomerView(customer)).markup()
    }

    /// Where a case stands among the steps.
    static func steps(at progress: Conversation.Progress, label: (Conversation.Progress) -> String) -> [Step]
    {
        let place =
            switch progress {
            case .submitted: 0
            case .accepted: 1
            case .inProgress, .waitingForYou: 2
            case .resolved, .closed: 3
            }
        return shown.enumerated().map { index, step in
            Step(
                name: step,
                label: label(index == place ? progress : step),
                isDone: index < place || progress == .closed,
                isCurrent: index == place
            )
        }
    }
}

/// What the page's script begins with.
private struct PageData: Encodable {
    let conversation: ConversationView
    let customer: CustomerView

    /// JSON that cannot end its own element.
    func markup() throws -> String {
        String(decoding: try WireJSON.encode(self), as: UTF8.self).replacingOccurrences(
            of: "<",
            with: "\\u003c"
        )
    }
}
