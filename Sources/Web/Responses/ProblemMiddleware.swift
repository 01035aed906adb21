import Base
import HTTPTypes
package import Hummingbird
import Logging
import NIOHTTP1

/// Turns every error into an answer: problem details for programs, a page for people.
///
/// It is logged here, once.
package struct ProblemMiddleware: RouterMiddleware {
    package typealias Context = WebContext

    private let pages: PageRenderer

    package init(pages: PageRenderer) {
        self.pages = pages
    }

    package func handle(
        _ request: Request,
        context: WebContext,
        next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        let problem: Problem
        do {
            return try await next(request, context)
        } catch let error as any DomainError {
            problem = error.problem
            if problem.status >= 500 {
                context.logger.error("\(error)", metadata: ["code": .string(problem.code)])
            }
        } catch let error as HTTPError {
            problem = Self.problem(for: error.status)
        } catch is HTTPParserError {
            // What comes after the head is no body: a chunk without a length, say. The connection ends with it.
            problem = Self.problem(for: .badRequest)
        } catch is CancellationError {
            problem = Problem(
                503,
                "stopping",
                "The server is stopping.",
                try: "Try again.",
                retryAfter: .seconds(1)
            )
        } catch {
            context.logger.error("unexpected error of type \(type(of: error)): \(String(reflecting: error))")
            problem = Self.problem(for: .internalServerError)
        }
        return answer(problem, to: request, context)
    }

    private func answer(_ problem: Problem, to request: Request, _ context: WebContext) -> Response {
        let wantsPage =
            !request.uri.path.hasPrefix("/api/") && (request.headers[.accept] ?? "").contains("text/html")
        guard wantsPage else { return Response(problem, instance: context.id) }
        let page = ErrorPage(
            problem,
            at: request.uri.path,
            requestID: context.id,
            pages.localisation,
            context.locale
        )
        var response = pages.response(page, for: request, context, status: .init(code: problem.status))
        for field in problem.headerFields { response.headers.append(field) }
        return response
    }

    static func problem(for status: HTTPResponse.Status) -> Problem {
        switch status.code {
        case 404: Problem(404, "not_found", "There is nothing here.", try: "Check the address.")
        case 413: Problem(413, "body_too_large", "The body is too large.", try: "Send less.")
        case 400..<500: Problem(status.code, "bad_request", "The request could not be understood.")
        default:
            Problem(500, "internal_error", "Something went wrong on our side.", try: "Try again in a moment.")
        }
    }
}
