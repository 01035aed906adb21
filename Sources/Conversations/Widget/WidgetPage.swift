package import Base
package import Hummingbird
package import Web

/// Something under way that a customer should know before they ask.
package struct WidgetNotice: Codable, Sendable {
    package let title: String
    /// The expected end in words; nil when it is not known.
    package let detail: String?
    package let url: String

    package init(title: String, detail: String?, url: String) {
        self.title = title
        self.detail = detail
        self.url = url
    }
}

/// Tells what is under way; announcements live in another room.
package protocol NoticeBoard: Sendable {
    /// The one thing to tell now; nil for nothing.
    func notice(in locale: LocaleCode) async throws -> WidgetNotice?
}

/// The chat as it stands in the iframe of the exchange's app.
struct WidgetPage: Page {
    static let template = "Conversations/Widget/widget"
    static let layout = "Web/Layout/bare"
    static let styles = [
        "Conversations/Timeline/timeline.css", "Conversations/CustomerPages/conversation.css",
        "Conversations/Badges/badge-challenge.css", "Conversations/AntiPhishing/anti-phishing.css",
        "Conversations/Widget/widget.css",
    ]
    static let scripts = ["Conversations/Widget/widget.js"]
    static let scriptStrings = [
        "timeline.", "composer.", "conversation.", "connection.", "notices.", "rating.", "widget.",
        "antiphishing.",
        "verify.reason.",
        "topic.", "problem.", "proof.", "time.",
    ]
    static let isEmbeddable = true

    struct TopicChoice: Codable, Sendable {
        let id: Topic
        let label: String
    }

    let title: String
    let incident: WidgetNotice?
    let topics: [TopicChoice]

    init(_ topics: [Topic], notice: WidgetNotice?, _ localisation: Localisation, _ locale: LocaleCode) {
        self.title = localisation.text("widget.title", in: locale)
        self.incident = notice
        self.topics = topics.map { TopicChoice(id: $0, label: localisation.text("topic.\($0)", in: locale)) }
    }
}

/// `/widget`: the page inside the iframe.
///
/// It reads no cookie: who it speaks for comes from the page around it.
package struct WidgetRoutes: Sendable {
    private let topics: [Topic]
    private let noticeBoard: any NoticeBoard
    private let pages: PageRenderer

    package init(topics: [Topic], noticeBoard: any NoticeBoard, pages: PageRenderer) {
        self.topics = topics
        self.noticeBoard = noticeBoard
        self.pages = pages
    }

    package func register(on router: Router<WebContext>) {
        router.get("/widget", use: show)
    }

    @Sendable private func show(_ request: Request, _ context: WebContext) async throws -> Response {
        let notice = try await noticeBoard.notice(in: context.locale)
        let page = WidgetPage(topics, notice: notice, pages.localisation, context.locale)
        return pages.response(page, for: request, context)
    }
}
