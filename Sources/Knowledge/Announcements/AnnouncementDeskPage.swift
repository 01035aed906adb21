import Base
package import Hummingbird
import People
package import Web

/// Where announcements are written: one page that its script fills.
struct AnnouncementDeskPage: Page {
    static let template = "Knowledge/Announcements/announcement-desk"
    static let layout = "Web/Layout/bare"
    static let styles = [
        "Web/Design/desk-page.css", "Web/Design/prose.css", "Knowledge/Markdown/blocks.css",
        "Knowledge/Authoring/knowledge.css", "Knowledge/Authoring/editor.css",
        "Knowledge/Authoring/article-dialogs.css", "Knowledge/Announcements/announcement-desk.css",
    ]
    static let scripts = ["Knowledge/Announcements/announcement-desk.js"]
    static let scriptStrings = [
        "knowledge.", "announcements.", "announcement_desk.", "topic.", "links.line",
        "links.reason.", "links.write", "pictures.", "problem.",
    ]

    let title: String
    /// Whether they may say which programs are told.
    let canManageWebhooks: Bool

    init(_ agent: Agent, _ localisation: Localisation, _ locale: LocaleCode) {
        self.title = localisation.text("announcement_desk.title", in: locale)
        self.canManageWebhooks = Permission.webhooksManage.isGranted(to: agent.role)
    }
}

/// `/desk/announcements`: for those who tell everybody; whoever else is signed in is refused.
package struct AnnouncementDeskPageRoutes: Sendable {
    private let pages: PageRenderer

    package init(pages: PageRenderer) {
        self.pages = pages
    }

    package func register(on router: Router<WebContext>) {
        pages.serve("/desk/announcements", needs: .announcementsEdit, on: router) {
            AnnouncementDeskPage($0, $1, $2)
        }
    }
}
