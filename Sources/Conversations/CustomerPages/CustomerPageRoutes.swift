import Base
package import Hummingbird
import People
package import Web

/// `/conversations`: what a customer looks up in the browser.
package struct CustomerPageRoutes: Sendable {
    private let timeline: Timeline
    private let pages: PageRenderer

    package init(timeline: Timeline, pages: PageRenderer) {
        self.timeline = timeline
        self.pages = pages
    }

    package func register(on router: Router<WebContext>) {
        router.get("/conversations", use: list)
        router.get("/conversations/:id", use: show)
    }

    /// Somebody without a session has no conversations yet, which is no error.
    @Sendable private func list(_ request: Request, _ context: WebContext) async throws -> Response {
        let cursor = try request.cursor(ConversationCursor.self)
        var found: (views: [ConversationView], next: ConversationCursor?) = ([], nil)
        if let customer = (context.principal as? CustomerPrincipal)?.customer {
            found = try await timeline.conversations(of: customer, after: cursor, limit: 20)
        }
        let page = ConversationListPage(found.views, next: found.next, pages.localisation, context.locale)
        return personal(pages.response(page, for: request, context))
    }

    @Sendable private func show(_ request: Request, _ context: WebContext) async throws -> Response {
        guard let customer = (context.principal as? CustomerPrincipal)?.customer else {
            throw CustomerError.notSignedIn
        }
        let id = try context.parameter("id", as: ID<Conversation>.self)
        let view = try await timeline.view(of: timeline.conversation(id, for: customer))
        let page = try ConversationPage(view, of: customer, pages.localisation, context.locale)
        return personal(pages.response(page, for: request, context))
    }

    /// What only one person may read stays in no cache.
    private func personal(_ response: Response) -> Response {
        var response = response
        response.headers[.cacheControl] = "no-store"
        return response
    }
}
