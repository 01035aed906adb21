import Base
import Web

/// Which programs are told what is announced: one page that its script fills.
struct AnnouncementWebhooksPage: Page {
    static let template = "Knowledge/Announcements/Webhooks/Desk/announcement-webhooks"
    static let layout = "Web/Layout/bare"
    static let styles = [
        "Web/Design/desk-page.css", "Knowledge/Authoring/knowledge.css",
        "Knowledge/Authoring/article-dialogs.css", "Knowledge/Tutorials/Desk/videos.css",
        "Knowledge/Announcements/announcement-desk.css",
        "Knowledge/Announcements/Webhooks/Desk/announcement-webhooks.css",
    ]
    static let scripts = ["Knowledge/Announcements/Webhooks/Desk/announcement-webhooks.js"]
    static let scriptStrings = [
        "webhooks.", "announcements.kind.", "announcements.product.", "announcement_desk.products",
        "subscription.comma", "knowledge.", "security.cop", "problem.",
    ]

    let title: String

    init(_ localisation: Localisation, _ locale: LocaleCode) {
        self.title = localisation.text("webhooks.title", in: locale)
    }
}
