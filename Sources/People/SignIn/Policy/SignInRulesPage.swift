import Base
package import Hummingbird
package import Web

/// How everybody signs in: what is asked of them, the company's provider and its directory; one page that its script fills.
struct SignInRulesPage: Page {
    static let template = "People/SignIn/Policy/sign-in-rules"
    static let layout = "Web/Layout/bare"
    static let styles = [
        "Web/Design/desk-page.css", "People/Panels/panels.css", "People/SignIn/Security/security.css",
    ]
    static let scripts = ["People/SignIn/Policy/sign-in-rules.js"]
    static let scriptStrings = ["security.", "problem.", "time."]

    let title: String

    init(_ localisation: Localisation, _ locale: LocaleCode) {
        self.title = localisation.text("staff.sign_in", in: locale)
    }
}

/// `/desk/people/sign-in`: for those who say how people sign in; whoever else is signed in is refused.
package struct SignInRulesPageRoutes: Sendable {
    private let pages: PageRenderer

    package init(pages: PageRenderer) {
        self.pages = pages
    }

    package func register(on router: Router<WebContext>) {
        pages.serve("/desk/people/sign-in", needs: .signInManage, on: router) { SignInRulesPage($1, $2) }
    }
}
