import Base
import Foundation
import Web

/// "My conversations": every case of the customer with how far it is.
struct ConversationListPage: Page {
    static let template = "Conversations/CustomerPages/conversations"
    static let styles = ["Conversations/CustomerPages/conversations.css"]

    struct Row: Codable, Sendable {
        let url: String
        let subject: String
        let reference: String
        let progress: Conversation.Progress
        let progressText: String
        let preview: String
        let updatedAt: String
        let updatedText: String
        /// The messages that the customer has not read; at most 99 are told.
        let unread: Int
        let hasUnread: Bool
        /// Whether the conversation waits for the customer.
        let isWaitingForYou: Bool
    }

    let title: String
    let hasConversations: Bool
    let conversations: [Row]
    let hasNext: Bool
    let nextUrl: String

    /// - `next`: Where the list goes on; nil at its end.
    init(
        _ views: [ConversationView],
        next: ConversationCursor?,
        _ localisation: Localisation,
        _ locale: LocaleCode
    ) {
        self.title = localisation.text("conversations.title", in: locale)
        self.conversations = views.map { Row($0, localisation, locale) }
        self.hasConversations = !views.isEmpty
        self.hasNext = next != nil
        self.nextUrl = next.map { "/conversations?cursor=\($0)" } ?? ""
    }
}

extension ConversationListPage.Row {
    fileprivate init(_ view: ConversationView, _ localisation: Localisation, _ locale: LocaleCode) {
        self.url = "/conversations/\(view.id)"
        self.subject = view.name(localisation, locale)
        self.reference = view.reference
        self.progress = view.progress
        self.progressText = localisation.text("conversation.progress.\(view.progress.rawValue)", in: locale)
        self.preview = view.lastMessage?.body ?? ""
        self.updatedAt = view.updatedAt.rfc3339
        self.updatedText = view.updatedAt.text(in: locale)
        self.unread = min(view.unread, 99)
        self.hasUnread = view.unread > 0
        self.isWaitingForYou = view.progress == .waitingForYou
    }
}
