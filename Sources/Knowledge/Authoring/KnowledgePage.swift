import Base
package import Hummingbird
import People
package import Web

/// Where the help centre is written: one page that its script fills.
struct KnowledgePage: Page {
    static let template = "Knowledge/Authoring/knowledge"
    static let layout = "Web/Layout/bare"
    static let styles = [
        "Web/Design/prose.css", "Knowledge/Authoring/knowledge.css", "Knowledge/Authoring/editor.css",
    ]
    static let scripts = ["Knowledge/Authoring/knowledge.js"]
    static let scriptStrings = ["knowledge.", "problem."]

    let title: String

    init(_ localisation: Localisation, _ locale: LocaleCode) {
        self.title = localisation.text("knowledge.title", in: locale)
    }
}

/// `/desk/knowledge`: for those who write; whoever else is signed in is refused.
package struct KnowledgePageRoutes: Sendable {
    private let pages: PageRenderer

    package init(pages: PageRenderer) {
        self.pages = pages
    }

    package func register(on router: Router<WebContext>) {
        router.get("/desk/knowledge", use: knowledge)
    }

    @Sendable private func knowledge(_ request: Request, _ context: WebContext) async throws -> Response {
        let page = KnowledgePage(pages.localisation, context.locale)
        return try pages.deskResponse(page, for: request, context, needs: .articlesPropose)
    }
}
