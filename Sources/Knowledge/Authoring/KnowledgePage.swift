import Base
package import Hummingbird
import People
package import Web

/// Where the help centre is written: one page that its script fills.
struct KnowledgePage: Page {
    static let template = "Knowledge/Authoring/knowledge"
    static let layout = "Web/Layout/bare"
    static let styles = [
        "Web/Design/desk-page.css", "Web/Design/prose.css", "Knowledge/Markdown/blocks.css",
        "Knowledge/Tutorials/video.css",
        "Knowledge/Authoring/knowledge.css", "Knowledge/Authoring/editor.css",
        "Knowledge/Authoring/article-dialogs.css", "Knowledge/Tutorials/Desk/videos.css",
        "Knowledge/Pictures/Desk/pictures.css",
    ]
    static let scripts = ["Knowledge/Authoring/knowledge.js"]
    static let scriptStrings = [
        "knowledge.", "links.line", "links.reason.", "links.write", "pictures.", "problem.",
    ]

    let title: String
    /// Whether they may tell everybody as well.
    let canAnnounce: Bool
    /// Whether they may change what is decided of articles.
    let canEdit: Bool

    init(_ agent: Agent, _ localisation: Localisation, _ locale: LocaleCode) {
        self.title = localisation.text("knowledge.title", in: locale)
        self.canAnnounce = Permission.announcementsEdit.isGranted(to: agent.role)
        self.canEdit = Permission.articlesEdit.isGranted(to: agent.role)
    }
}

/// `/desk/knowledge`: for those who write; whoever else is signed in is refused.
package struct KnowledgePageRoutes: Sendable {
    private let pages: PageRenderer

    package init(pages: PageRenderer) {
        self.pages = pages
    }

    package func register(on router: Router<WebContext>) {
        pages.serve("/desk/knowledge", needs: .articlesPropose, on: router) { KnowledgePage($0, $1, $2) }
    }
}
