import Base
package import Hummingbird
import People
package import Web

/// What waits for a second person, what became of it, and what needs one: one page that its script fills.
struct ApprovalsPage: Page {
    static let template = "Conversations/Approvals/approvals"
    static let layout = "Web/Layout/bare"
    static let styles = [
        "Web/Design/desk-page.css", "Conversations/Approvals/approvals.css",
    ]
    static let scripts = ["Conversations/Approvals/approvals.js"]
    static let scriptStrings = [
        "approvals.", "staff.role.", "problem.", "time.", "desk.reveal.reason.", "desk.customer.",
        "desk.attribute.",
        "desk.listened.", "timeline.verification.purpose.",
    ]

    let title: String
    let agentId: String
    /// Whether they say what needs a second person.
    let canManage: Bool
    /// Whether they read who saw contact data.
    let canReadReveals: Bool

    init(of agent: Agent, _ localisation: Localisation, _ locale: LocaleCode) {
        self.title = localisation.text("approvals.title", in: locale)
        self.agentId = agent.id.description
        self.canManage = Permission.approvalsManage.isGranted(to: agent.role)
        self.canReadReveals = Permission.revealsRead.isGranted(to: agent.role)
    }
}

/// `/desk/approvals`: for everybody at the desk; each sees what concerns them.
package struct ApprovalsPageRoutes: Sendable {
    private let pages: PageRenderer

    package init(pages: PageRenderer) {
        self.pages = pages
    }

    package func register(on router: Router<WebContext>) {
        pages.serve("/desk/approvals", needs: .approvalsSee, on: router) { ApprovalsPage(of: $0, $1, $2) }
    }
}
