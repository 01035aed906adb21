import Base
package import Hummingbird
import People
package import Web

/// Where the words of the system's messages are chosen: one page that its script fills.
struct MessageTemplatePage: Page {
    static let template = "Conversations/Templates/templates"
    static let layout = "Web/Layout/bare"
    static let styles = [
        "Web/Design/desk-page.css", "Conversations/Macros/macros.css",
        "Conversations/Templates/templates.css",
    ]
    static let scripts = ["Conversations/Templates/templates.js"]
    static let scriptStrings = [
        "desk.templates.", "desk.languages.", "desk.again", "template.", "problem.",
        "desk.stopped.macro", "timeline.asks.",
    ]

    let title: String

    init(_ localisation: Localisation, _ locale: LocaleCode) {
        self.title = localisation.text("desk.templates.title", in: locale)
    }
}

/// `/desk/templates`: for those who choose the words; whoever else is signed in is refused.
package struct MessageTemplatePageRoutes: Sendable {
    private let pages: PageRenderer

    package init(pages: PageRenderer) {
        self.pages = pages
    }

    package func register(on router: Router<WebContext>) {
        pages.serve("/desk/templates", needs: .templatesEdit, on: router) { MessageTemplatePage($1, $2) }
    }
}
