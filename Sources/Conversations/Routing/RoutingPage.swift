import Base
package import Hummingbird
import People
package import Trust
package import Web

/// Where queues, teams and what agents can do are managed: one page that its script fills.
struct RoutingPage: Page {
    static let template = "Conversations/Routing/routing"
    static let layout = "Web/Layout/bare"
    static let styles = [
        "Web/Design/desk-page.css", "Conversations/Routing/routing.css",
        "Conversations/Routing/routing-fields.css",
    ]
    static let scripts = ["Conversations/Routing/routing.js"]
    static let scriptStrings = ["routing.", "topic.", "problem.", "timeline.verification."]

    let title: String
    /// The topics that customers are offered, by their keys, separated by spaces.
    let topics: String
    /// The languages of the installation, such as `zh`, separated by spaces.
    let spoken: String
    /// By what customers can be asked to prove who they are, separated by spaces.
    let methods: String

    init(_ localisation: Localisation, _ locale: LocaleCode, methods: Set<StepUp.Method>) {
        self.title = localisation.text("routing.title", in: locale)
        self.topics = Topic.standard.map(\.rawValue).joined(separator: " ")
        self.methods = StepUp.Method.allCases.filter(methods.contains).map(\.rawValue).joined(separator: " ")
        self.spoken = localisation.locales.map(\.language).joined(separator: " ")
    }
}

/// `/desk/routing`: for those who manage routing; whoever else is signed in is refused.
package struct RoutingPageRoutes: Sendable {
    private let pages: PageRenderer
    private let methods: Set<StepUp.Method>

    /// - `methods`: By what customers can be asked to prove who they are.
    package init(pages: PageRenderer, methods: Set<StepUp.Method>) {
        self.pages = pages
        self.methods = methods
    }

    package func register(on router: Router<WebContext>) {
        pages.serve("/desk/routing", needs: .routingManage, on: router) { [methods] in
            RoutingPage($1, $2, methods: methods)
        }
    }
}
