import Base
package import Hummingbird
package import Web

/// Where those who answer for personal data give it out and erase it: one page that its script fills.
struct PrivacyPage: Page {
    static let template = "People/Privacy/privacy"
    static let layout = "Web/Layout/bare"
    static let styles = [
        "Web/Design/desk-page.css", "People/Panels/panels.css", "People/Privacy/privacy.css",
    ]
    static let scripts = ["People/Privacy/privacy.js"]
    static let scriptStrings = ["privacy.", "security.", "problem.", "time."]

    let title: String
    /// Why something is erased, by their codes.
    let reasons: String
    let longestReference: Int

    init(_ localisation: Localisation, _ locale: LocaleCode) {
        self.title = localisation.text("privacy.title", in: locale)
        self.reasons = Erasure.Reason.allCases.map(\.rawValue).joined(separator: " ")
        self.longestReference = Erasure.longestReference
    }
}

/// `/desk/privacy`: for those who answer for personal data; whoever else is signed in is refused.
package struct PrivacyPageRoutes: Sendable {
    private let pages: PageRenderer

    package init(pages: PageRenderer) {
        self.pages = pages
    }

    package func register(on router: Router<WebContext>) {
        pages.serve("/desk/privacy", needs: .privacyManage, on: router) { PrivacyPage($1, $2) }
    }
}
