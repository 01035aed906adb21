import Base
package import Hummingbird
import People
package import Web

/// Where queues, teams and what agents can do are managed: one page that its script fills.
struct RoutingPage: Page {
    static let template = "Conversations/Routing/routing"
    static let layout = "Web/Layout/bare"
    static let styles = ["Conversations/Routing/routing.css", "Conversations/Routing/routing-fields.css"]
    static let scripts = ["Conversations/Routing/routing.js"]
    static let scriptStrings = ["routing.", "topic.", "problem."]

    let title: String
    /// The topics that customers are offered, by their keys, separated by spaces.
    let topics: String
    /// The languages of the installation, such as `zh`, separated by spaces.
    let spoken: String

    init(_ localisation: Localisation, _ locale: LocaleCode) {
        self.title = localisation.text("routing.title", in: locale)
        self.topics = Topic.standard.map(\.rawValue).joined(separator: " ")
        self.spoken = localisation.locales.map(\.language).joined(separator: " ")
    }
}

/// `/desk/routing`: for those who manage routing; whoever else is signed in is refused.
package struct RoutingPageRoutes: Sendable {
    private let pages: PageRenderer

    package init(pages: PageRenderer) {
        self.pages = pages
    }

    package func register(on router: Router<WebContext>) {
        router.get("/desk/routing", use: routing)
    }

    @Sendable private func routing(_ request: Request, _ context: WebContext) async throws -> Response {
        let page = RoutingPage(pages.localisation, context.locale)
        return try pages.deskResponse(page, for: request, context, needs: .routingManage)
    }
}
