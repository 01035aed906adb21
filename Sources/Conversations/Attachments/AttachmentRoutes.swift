import Base
import Foundation
import HTTPTypes
package import Hummingbird
package import People
package import Web

/// `/api/v1/attachments`: files, for customers and agents alike.
package struct AttachmentRoutes: Sendable {
    private let attachments: Attachments
    private let timeline: Timeline
    private let sessions: Sessions
    private let limiter: RateLimiter

    package init(attachments: Attachments, timeline: Timeline, sessions: Sessions, limiter: RateLimiter) {
        self.attachments = attachments
        self.timeline = timeline
        self.sessions = sessions
        self.limiter = limiter
    }

    package func register(on router: Router<WebContext>) {
        router.post("/api/v1/attachments", use: upload)
        router.get("/api/v1/attachments/:id", use: download)
        router.get("/api/v1/attachments/:id/thumbnail", use: downloadThumbnail)
        router.delete("/api/v1/attachments/:id", use: delete)
    }

    /// Who asks: whichever session there is, the desk's first where the desk asks.
    private func reader(_ request: Request, _ context: WebContext) async throws -> any Principal {
        let isDesk = request.query("as") == "agent"
        for kind in isDesk ? [Sessions.Kind.agent, .customer] : [.customer, .agent] {
            let found = try await sessions.principal(of: request.head, as: kind, from: context.remoteAddress)
            // Who must set up a second factor first, say, is not an agent yet.
            if let found, found.principal is CustomerPrincipal || found.principal is AgentPrincipal {
                return found.principal
            }
        }
        throw CustomerError.notSignedIn
    }

    private static func authorID(_ principal: any Principal) -> String {
        switch principal {
        case let principal as CustomerPrincipal: principal.customer.id.description
        case let principal as AgentPrincipal: principal.agent.id.description
        default: ""
        }
    }

    /// `POST /api/v1/attachments?name=…`, the file as the raw body or as a form's → 201.
    @Sendable private func upload(_ request: Request, _ context: WebContext) async throws -> Response {
        let reader = Self.authorID(try await reader(request, context))
        try limiter.check("upload:\(reader)")
        let (name, content) = try await Self.file(of: request)
        let file = try await attachments.store(content, name: name, uploader: reader)
        return try .json(AttachmentView(file.summary), status: .created)
    }

    /// `DELETE /api/v1/attachments/{id}` → 204: a file of one's own that was not sent.
    @Sendable private func delete(_ request: Request, _ context: WebContext) async throws -> Response {
        let id = try context.parameter("id", as: ID<Attachment>.self)
        let reader = Self.authorID(try await reader(request, context))
        try await attachments.delete(id, by: reader)
        return Response(status: .noContent)
    }

    private static func file(of request: Request) async throws -> (name: String, content: [UInt8]) {
        let name = request.query("name").map { $0.removingPercentEncoding ?? $0 }
        let type = request.headers[.contentType] ?? ""
        let isForm = type.lowercased().hasPrefix("multipart/form-data")
        let body: [UInt8]
        do {
            body = try await request.bytes(limitInBytes: Attachments.largest + (isForm ? formAllowance : 0))
        } catch let problem as Problem where problem.status == 413 {
            throw AttachmentError.tooLarge(limitInBytes: Attachments.largest)
        }
        guard isForm else { return (name ?? "file", body) }
        let file = try MultipartFile(body: body, contentType: type)
        guard file.content.count <= Attachments.largest else {
            throw AttachmentError.tooLarge(limitInBytes: Attachments.largest)
        }
        return (name ?? file.name, file.content)
    }

    /// What a form may hold besides the file, in bytes.
    private static let formAllowance = 16 * 1024

    /// `GET /api/v1/attachments/{id}` → the file.
    @Sendable private func download(_ request: Request, _ context: WebContext) async throws -> Response {
        try await file(of: request, context, isThumbnail: false)
    }

    /// `GET /api/v1/attachments/{id}/thumbnail` → a picture small, 640 pixels at most; one that is so small as it is.
    @Sendable private func downloadThumbnail(
        _ request: Request,
        _ context: WebContext
    ) async throws -> Response {
        try await file(of: request, context, isThumbnail: true)
    }

    private func file(
        of request: Request,
        _ context: WebContext,
        isThumbnail: Bool
    ) async throws -> Response {
        let id = try context.parameter("id", as: ID<Attachment>.self)
        // A picture in a page carries no hint whose session counts, so both are tried.
        var principals: [any Principal] = []
        for kind in [Sessions.Kind.customer, .agent] {
            let found = try await sessions.principal(of: request.head, as: kind, from: context.remoteAddress)
            if let found, found.principal is CustomerPrincipal || found.principal is AgentPrincipal {
                principals.append(found.principal)
            }
        }
        guard !principals.isEmpty else { throw CustomerError.notSignedIn }
        for principal in principals {
            do {
                let (file, content) = try await attachments.content(
                    of: id,
                    isThumbnail: isThumbnail,
                    for: Self.authorID(principal)
                ) { conversation in
                    try await mayRead(conversation, principal)
                }
                if let principal = principal as? AgentPrincipal {
                    let actor = principal.agent.acting(from: context.remoteAddress)
                    try await timeline.noteSight(of: id, by: actor)
                }
                return Self.answer(file, content)
            } catch AttachmentError.notFound {
                continue
            }
        }
        throw AttachmentError.notFound
    }

    private func mayRead(_ id: ID<Conversation>, _ principal: any Principal) async throws -> Bool {
        switch principal {
        case let principal as CustomerPrincipal:
            return try await timeline.conversation(id).customer == principal.customer.id
        case let principal as AgentPrincipal:
            return Permission.conversationsRead.isGranted(to: principal.agent.role)
        default: return false
        }
    }

    /// The file so that no browser runs it: pictures are shown, everything else is saved.
    private static func answer(_ file: Attachment, _ content: [UInt8]) -> Response {
        let isPicture = file.mediaType.hasPrefix("image/")
        let name = file.name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "file"
        return Response(
            bytes: content,
            type: file.mediaType,
            status: .ok,
            [
                .contentDisposition: "\(isPicture ? "inline" : "attachment"); filename*=UTF-8''\(name)",
                .contentSecurityPolicy: "default-src 'none'; sandbox",
                .cacheControl: "private, max-age=3600",
            ]
        )
    }
}
