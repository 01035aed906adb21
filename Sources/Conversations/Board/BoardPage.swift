import Base
package import Hummingbird
import People
package import Web

/// The supervisor's live board: one page that its script fills.
struct BoardPage: Page {
    static let template = "Conversations/Board/board"
    static let layout = "Web/Layout/bare"
    static let styles = ["Web/Design/desk-page.css", "Conversations/Board/board.css"]
    static let scripts = ["Conversations/Board/board.js"]
    static let scriptStrings = ["board.", "desk.presence.", "desk.status.", "topic.", "problem."]

    let title: String
    let agentId: String
    /// Whether it hangs on a wall: large, and nothing to press.
    let isWall: Bool

    init(_ agent: Agent, isWall: Bool, _ localisation: Localisation, _ locale: LocaleCode) {
        self.title = localisation.text("board.title", in: locale)
        self.agentId = agent.id.description
        self.isWall = isWall
    }
}

/// `/desk/board`: for those who supervise; others are sent to their desk.
package struct BoardPageRoutes: Sendable {
    private let pages: PageRenderer

    package init(pages: PageRenderer) {
        self.pages = pages
    }

    package func register(on router: Router<WebContext>) {
        router.get("/desk/board", use: board)
    }

    /// The query member `wall=1` asks for the view across a room.
    @Sendable private func board(_ request: Request, _ context: WebContext) async throws -> Response {
        guard let agent = context.agent else { return .toDeskSignIn }
        guard Permission.conversationsSupervise.isGranted(to: agent.role) else {
            return .redirect(to: "/desk", type: .found)
        }
        let page = BoardPage(agent, isWall: request.query("wall") == "1", pages.localisation, context.locale)
        return pages.deskResponse(page, for: request, context)
    }
}
