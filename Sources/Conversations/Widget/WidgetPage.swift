import Base
package import Hummingbird
package import Web

/// A notice as the page shows it before its script hears of changes.
struct WidgetNotice: Codable, Sendable {
    let title: String
    /// How far it has come and when it is expected to end, in words; nil where neither is known.
    let detail: String?
    let url: String
    let style: String
    let icon: String

    init(_ notice: Notice, _ localisation: Localisation, _ locale: LocaleCode) {
        let state = notice.state.map { localisation.text("under_way.state.\($0)", in: locale) }
        let end = notice.expectedEndAt.map {
            localisation.text("under_way.expected_end", in: locale, ["time": $0.text(in: locale)])
        }
        let facts = [state, end].compactMap(\.self)
        self.title = notice.title(for: locale)
        self.detail = facts.isEmpty ? nil : facts.joined(separator: " · ")
        self.url = "\(notice.url)?lang=\(locale.rawValue)"
        let look: (style: String, icon: String) =
            switch notice.kind {
            case .trouble: ("notice--danger", "incident")
            case .maintenance: ("notice--info", "wrench")
            case .warning: ("notice--caution", "warning")
            }
        self.style = look.style
        self.icon = look.icon
    }
}

/// The chat as it stands in the iframe of the exchange's app.
struct WidgetPage: Page {
    static let template = "Conversations/Widget/widget"
    static let layout = "Web/Layout/bare"
    static let styles = [
        "Conversations/Timeline/timeline.css", "Conversations/CustomerPages/conversation.css",
        "Conversations/Badges/badge-challenge.css", "Conversations/AntiPhishing/anti-phishing.css",
        "Conversations/Notices/under-way.css", "Conversations/Widget/widget.css",
    ]
    static let scripts = ["Conversations/Widget/widget.js"]
    static let scriptStrings = [
        "timeline.", "composer.", "conversation.", "connection.", "notices.", "rating.", "widget.",
        "under_way.",
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
    let hasNotices: Bool
    let notices: [WidgetNotice]
    let topics: [TopicChoice]

    init(_ topics: [Topic], notices: [Notice], _ localisation: Localisation, _ locale: LocaleCode) {
        self.title = localisation.text("widget.title", in: locale)
        self.notices = notices.map { WidgetNotice($0, localisation, locale) }
        self.hasNotices = !notices.isEmpty
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

    @Sendable private func show(_ request: Request, _ context: WebContext) -> Response {
        let page = WidgetPage(topics, notices: noticeBoard.notices, pages.localisation, context.locale)
        return pages.response(page, for: request, context)
    }
}
