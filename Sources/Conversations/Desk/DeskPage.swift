import Base
package import Hummingbird
package import People
package import Web

/// The desk: one page that its script fills.
struct DeskPage: Page {
    static let template = "Conversations/Desk/desk"
    static let layout = "Web/Layout/bare"
    static let styles = [
        "Conversations/Timeline/timeline.css", "Conversations/Notices/under-way.css",
        "Conversations/Desk/desk.css",
    ]
    static let scripts = ["Conversations/Desk/desk.js"]
    static let scriptStrings = [
        "timeline.", "composer.", "connection.", "desk.", "topic.", "problem.", "time.", "under_way.",
        "verify.reason.",
    ]

    struct AgentFacts: Codable, Sendable {
        let id: String
        let name: String
        let email: String
        let role: Role
        let badge: String
        let presence: Presence
        /// Why they are away; empty when they did not say.
        let reason: String
    }

    let title: String
    let agent: AgentFacts
    /// Whether the board is for them.
    let canSupervise: Bool
    /// Whether they manage queues, teams and what agents can do.
    let canRoute: Bool
    /// Whether they decide what is reported as a fake.
    let canDecideReports: Bool
    /// Whether the installation has a translator.
    let canTranslate: Bool

    init(
        _ agent: Agent,
        _ presence: AgentPresence?,
        canTranslate: Bool,
        _ localisation: Localisation,
        _ locale: LocaleCode
    ) {
        self.title = localisation.text("desk.title", in: locale)
        self.agent = AgentFacts(
            id: agent.id.description,
            name: agent.name,
            email: agent.email,
            role: agent.role,
            badge: agent.badge.rawValue,
            presence: presence?.state ?? .offline,
            reason: presence?.reason?.rawValue ?? ""
        )
        self.canSupervise = Permission.conversationsSupervise.isGranted(to: agent.role)
        self.canRoute = Permission.routingManage.isGranted(to: agent.role)
        self.canDecideReports = Permission.phishingReportsDecide.isGranted(to: agent.role)
        self.canTranslate = canTranslate
    }
}

/// Where agents sign in.
struct DeskSignInPage: Page {
    static let template = "Conversations/Desk/desk-sign-in"
    static let layout = "Web/Layout/bare"
    static let styles = ["Conversations/Desk/desk-sign-in.css"]
    static let scripts = ["Conversations/Desk/desk-sign-in.js"]
    static let scriptStrings = ["desk.sign_in.", "problem."]

    let title: String
    /// "Sign in with …", of the company's provider; nil where there is none.
    let provider: String?
    /// What went wrong on the way through it; nil for nothing.
    let problem: String?

    /// - Parameters:
    ///   - provider: What the provider is called; nil where there is none.
    ///   - problem: A code of what went wrong; one that there is no text of says nothing.
    ///   - reason: What was wrong with the provider's token.
    ///   - localisation: The texts.
    ///   - locale: Of whoever reads the page.
    init(
        provider: String?,
        problem: String?,
        reason: String?,
        _ localisation: Localisation,
        _ locale: LocaleCode
    ) {
        self.title = localisation.text("desk.sign_in.title", in: locale)
        self.provider = provider.map { localisation.text("desk.sign_in.openid", in: locale, ["name": $0]) }
        // A text is chosen, never shown, by what stands in an address.
        let key = problem.map { "problem.\($0)" }.flatMap { localisation.has($0) ? $0 : nil }
        let flaw = reason.flatMap(IDTokenFlaw.init)?.rawValue ?? "?"
        self.problem = key.map { localisation.text($0, in: locale, ["reason": flaw]) }
    }
}

/// `/desk`: the desk's pages.
package struct DeskPageRoutes: Sendable {
    private let agents: Agents
    private let openID: OpenIDSignIn
    private let translations: Translations
    private let pages: PageRenderer

    package init(agents: Agents, openID: OpenIDSignIn, translations: Translations, pages: PageRenderer) {
        self.agents = agents
        self.openID = openID
        self.translations = translations
        self.pages = pages
    }

    package func register(on router: Router<WebContext>) {
        router.get("/desk", use: desk)
        router.get("/desk/sign-in", use: signIn)
        router.get("/desk/macros", use: macros)
    }

    @Sendable private func desk(_ request: Request, _ context: WebContext) async throws -> Response {
        guard let agent = context.agent else { return .toDeskSignIn }
        // Whoever writes and answers nobody has their desk elsewhere.
        if !Permission.conversationsRead.isGranted(to: agent.role) {
            return .redirect(to: "/desk/knowledge", type: .found)
        }
        let presence = try await agents.presence(of: agent.id)
        let page = DeskPage(
            agent,
            presence,
            canTranslate: translations.areOffered,
            pages.localisation,
            context.locale
        )
        return pages.deskResponse(page, for: request, context)
    }

    @Sendable private func macros(_ request: Request, _ context: WebContext) async throws -> Response {
        guard let agent = context.agent, Permission.macrosUse.isGranted(to: agent.role) else {
            return .toDeskSignIn
        }
        let page = MacroPage(of: agent, pages.localisation, context.locale)
        return pages.deskResponse(page, for: request, context)
    }

    @Sendable private func signIn(_ request: Request, _ context: WebContext) async throws -> Response {
        if context.principal is AgentPrincipal { return .redirect(to: "/desk", type: .found) }
        let page = DeskSignInPage(
            provider: try await openID.providerName(),
            problem: request.query("problem"),
            reason: request.query("reason"),
            pages.localisation,
            context.locale
        )
        return pages.response(page, for: request, context)
    }
}
