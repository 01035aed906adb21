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
    /// A page of the desk for those with a permission; whoever is not signed in is sent to do so.
    ///
    /// - Throws: `AgentError.notPermitted` for the others.
    package func deskResponse(
        _ page: some Page,
        for request: Request,
        _ context: WebContext,
        needs permission: Permission
    ) throws(AgentError) -> Response {
        guard let agent = context.agent else { return .toDeskSignIn }
        guard permission.isGranted(to: agent.role) else { throw .notPermitted(permission) }
        return deskResponse(page, for: request, context)
    }

    /// A page of the desk, which nobody keeps: the next one at the screen may be somebody else.
    package func deskResponse(_ page: some Page, for request: Request, _ context: WebContext) -> Response {
        var response = response(page, for: request, context)
        response.headers[.cacheControl] = "no-store"
        return response
    }
}
