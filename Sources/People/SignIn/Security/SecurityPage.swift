import Base
package import Hummingbird
package import Web

/// Where somebody at the desk sees to how they sign in: one page that its script fills.
struct SecurityPage: Page {
    static let path = "/desk/security"

    static let template = "People/SignIn/Security/security"
    static let layout = "Web/Layout/bare"
    static let styles = [
        "Web/Design/desk-page.css", "People/Panels/panels.css", "People/SignIn/Security/security.css",
    ]
    static let scripts = ["People/SignIn/Security/security.js"]
    static let scriptStrings = ["security.", "problem.", "time."]

    struct AgentFacts: Codable, Sendable {
        let name: String
        let email: String
    }

    let title: String
    let agent: AgentFacts
    /// Whether they must set up a second factor before anything else.
    let mustEnrol: Bool
    /// Whether they decide how the others sign in, which has a page of its own.
    let canManage: Bool

    init(_ standing: any AgentStanding, _ localisation: Localisation, _ locale: LocaleCode) {
        self.title = localisation.text("security.title", in: locale)
        self.agent = AgentFacts(name: standing.agent.name, email: standing.agent.email)
        self.mustEnrol = standing is LimitedAgentPrincipal
        self.canManage = !mustEnrol && Permission.signInManage.isGranted(to: standing.agent.role)
    }
}

/// `/desk/security`: for everybody who is signed in at the desk.
package struct SecurityPageRoutes: Sendable {
    private let pages: PageRenderer

    package init(pages: PageRenderer) {
        self.pages = pages
    }

    package func register(on router: Router<WebContext>) {
        router.get("\(SecurityPage.path)", use: security)
    }

    @Sendable private func security(_ request: Request, _ context: WebContext) async throws -> Response {
        guard let standing = context.standing else { return .toDeskSignIn }
        let page = SecurityPage(standing, pages.localisation, context.locale)
        return pages.deskResponse(page, for: request, context)
    }
}
