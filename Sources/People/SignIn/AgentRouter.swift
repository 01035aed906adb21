package import HTTPTypes
package import Hummingbird
package import Web

/// Routes under `/api/v1/agent`: each names the permission it needs, and there is no way to register one without.
package final class AgentRouter {
    package typealias Handler = @Sendable (Request, AgentContext) async throws -> Response

    /// A registered route; the tests walk them all with every role.
    package struct Route: Sendable, Hashable {
        package let method: HTTPRequest.Method
        package let path: String
        package let permission: Permission
    }

    private let router: Router<WebContext>
    private let base: String
    private let signs: SignsOfLife
    /// Every route there is.
    package private(set) var routes: [Route] = []

    /// - `signs`: Whoever asks for something is there.
    package init(_ router: Router<WebContext>, base: String = "/api/v1/agent", signs: SignsOfLife) {
        self.router = router
        self.signs = signs
        self.base = base
    }

    package func get(_ path: String, needs permission: Permission, use handler: @escaping Handler) {
        on(.get, path, permission, handler)
    }

    package func post(_ path: String, needs permission: Permission, use handler: @escaping Handler) {
        on(.post, path, permission, handler)
    }

    package func put(_ path: String, needs permission: Permission, use handler: @escaping Handler) {
        on(.put, path, permission, handler)
    }

    package func delete(_ path: String, needs permission: Permission, use handler: @escaping Handler) {
        on(.delete, path, permission, handler)
    }

    private func on(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ permission: Permission,
        _ handler: @escaping Handler
    ) {
        routes.append(Route(method: method, path: "\(base)/\(path)", permission: permission))
        router.on("\(base)/\(path)", method: method) { [signs] request, context in
            let agentContext = try AgentContext(
                context: context,
                isForSecuring: permission == .ownSession
            )
            guard permission.isGranted(to: agentContext.agent.role) else {
                throw AgentError.notPermitted(permission)
            }
            signs.note(agentContext.agent.id)
            return try await handler(request, agentContext)
        }
    }
}
