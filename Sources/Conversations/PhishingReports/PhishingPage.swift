import Base
package import Hummingbird
import People
package import Web

/// Where it is decided what customers were sent in our name: one page that its script fills.
struct PhishingPage: Page {
    static let template = "Conversations/PhishingReports/phishing"
    static let layout = "Web/Layout/bare"
    static let styles = [
        "Web/Design/desk-page.css", "Conversations/Routing/routing.css",
        "Conversations/PhishingReports/phishing.css",
    ]
    static let scripts = ["Conversations/PhishingReports/phishing.js"]
    static let scriptStrings = ["phishing.", "problem.", "time."]

    let title: String
    /// Whether what is official is theirs to change.
    let canManageChannels: Bool

    init(of agent: Agent, _ localisation: Localisation, _ locale: LocaleCode) {
        self.title = localisation.text("phishing.title", in: locale)
        self.canManageChannels = Permission.officialChannelsManage.isGranted(to: agent.role)
    }
}

/// `/desk/phishing`: for those who decide; whoever else is signed in is refused.
package struct PhishingPageRoutes: Sendable {
    private let pages: PageRenderer

    package init(pages: PageRenderer) {
        self.pages = pages
    }

    package func register(on router: Router<WebContext>) {
        pages.serve("/desk/phishing", needs: .phishingReportsDecide, on: router) {
            PhishingPage(of: $0, $1, $2)
        }
    }
}
