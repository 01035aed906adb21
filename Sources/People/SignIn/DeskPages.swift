package import Base
package import Hummingbird
package import Web

// What every page of the desk does, whichever room it is in.

extension WebContext {
    /// Whoever is signed in at the desk.
    package var agent: Agent? { (principal as? AgentPrincipal)?.agent }
}

extension Response {
    /// To where agents sign in.
    package static var toDeskSignIn: Response { .redirect(to: "/desk/sign-in", type: .found) }
}

extension PageRenderer {
    /// Serves a page of the desk to those with a permission; whoever is not signed in is sent to do so, and the others are
    /// refused by `AgentError.notPermitted`.
    ///
    /// - `page`: Makes it for whoever is there.
    package func serve<Content: Page>(
        _ path: RouterPath,
        needs permission: Permission,
        on router: Router<WebContext>,
        _ page: @escaping @Sendable (Agent, Localisation, LocaleCode) -> Content
    ) {
        router.get(path) { request, context -> Response in
            guard let agent = context.agent else { return .toDeskSignIn }
            guard permission.isGranted(to: agent.role) else { throw AgentError.notPermitted(permission) }
            return deskResponse(page(agent, localisation, context.locale), for: request, context)
        }
    }

    /// A page of the desk, which nobody keeps: the next one at the screen may be somebody else.
    package func deskResponse(_ page: some Page, for request: Request, _ context: WebContext) -> Response {
        var response = response(page, for: request, context)
        response.headers[.cacheControl] = "no-store"
        return response
    }
}
