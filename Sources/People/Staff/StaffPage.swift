import Base
package import Hummingbird
package import Web

/// Who works here, what each may do, and how they sign in: one page that its script fills.
struct StaffPage: Page {
    static let template = "People/Staff/staff"
    static let layout = "Web/Layout/bare"
    static let styles = [
        "Web/Design/desk-page.css", "People/Panels/panels.css", "People/Staff/staff.css",
    ]
    static let scripts = ["People/Staff/staff.js"]
    static let scriptStrings = ["staff.", "security.", "problem.", "time."]

    let title: String
    /// Who looks: about themselves somebody else decides.
    let agentId: String
    let roles: String
    /// Whether they say how everybody signs in, which has a page of its own.
    let canManageSignIn: Bool

    init(of agent: Agent, _ localisation: Localisation, _ locale: LocaleCode) {
        self.title = localisation.text("staff.title", in: locale)
        self.agentId = agent.id.description
        self.roles = Role.allCases.map(\.rawValue).joined(separator: " ")
        self.canManageSignIn = Permission.signInManage.isGranted(to: agent.role)
    }
}

/// `/desk/people`: for those who manage agents; whoever else is signed in is refused.
package struct StaffPageRoutes: Sendable {
    private let pages: PageRenderer

    package init(pages: PageRenderer) {
        self.pages = pages
    }

    package func register(on router: Router<WebContext>) {
        pages.serve("/desk/people", needs: .agentsManage, on: router) { StaffPage(of: $0, $1, $2) }
    }
}
