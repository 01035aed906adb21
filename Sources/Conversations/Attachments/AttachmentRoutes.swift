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
    private let fileOrigin: SiteOrigin?

    /// - Parameters:
    ///   - attachments: The files.
    ///   - timeline: Knows who may read a conversation.
    ///   - sessions: Know who asks.
    ///   - limiter: How often one person may upload.
    ///   - fileOrigin: The host of files; nil where they are on ours.
    package init(
        attachments: Attachments,
        timeline: Timeline,
        sessions: Sessions,
        limiter: RateLimiter,
        fileOrigin: SiteOrigin? = nil
    ) {
        self.attachments = attachments
        self.timeline = timeline
        self.sessions = sessions
        self.limiter = limiter
        self.fileOrigin = fileOrigin
    }

    package func register(on router: Router<WebContext>) {
        router.post("/api/v1/attachments", use: upload)
        router.get("\(FileHostMiddleware.path):address", use: give)
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

    /// `GET /files/{address}` → the file: no session is asked, and no cookie is looked at.
    @Sendable private func give(_ request: Request, _ context: WebContext) async throws -> Response {
        let address = context.parameters.get("address") ?? ""
        let (file, content) = try await attachments.content(at: address)
        var response = Self.answer(file, content)
        // On a host of its own it is our pages that are another site. Whoever has the address may read it anyhow.
        if fileOrigin != nil { response.headers[.crossOriginResourcePolicy] = "cross-origin" }
        return response
    }

    /// `GET /api/v1/attachments/{id}` → the file to who brings a token; to a browser with a cookie 303, where it is.
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
        var found: [(principal: any Principal, isByCookie: Bool)] = []
        for kind in [Sessions.Kind.customer, .agent] {
            let one = try await sessions.principal(of: request.head, as: kind, from: context.remoteAddress)
            if let one, one.principal is CustomerPrincipal || one.principal is AgentPrincipal {
                found.append((one.principal, one.isByCookie))
            }
        }
        guard !found.isEmpty else { throw CustomerError.notSignedIn }
        for (principal, isByCookie) in found {
            do {
                return try await answer(id, isThumbnail, principal, isByCookie, context)
            } catch AttachmentError.notFound {
                continue
            }
        }
        throw AttachmentError.notFound
    }

    private func answer(
        _ id: ID<Attachment>,
        _ isThumbnail: Bool,
        _ principal: any Principal,
        _ isByCookie: Bool,
        _ context: WebContext
    ) async throws -> Response {
        let reader = Self.authorID(principal)
        let mayRead: @Sendable (ID<Conversation>) async throws -> Bool = {
            try await self.mayRead($0, principal)
        }
        var response: Response
        if isByCookie {
            try await attachments.demand(id, for: reader, mayRead: mayRead)
            let address = try await attachments.address(of: id, isThumbnail: isThumbnail)
            let place = (fileOrigin?.description ?? "") + FileHostMiddleware.path
            response = .redirect(to: place + address, type: .normal)
            // Not as long as the address leads anywhere.
            response.headers[.cacheControl] = "private, max-age=240"
        } else {
            let (file, content) = try await attachments.content(
                of: id,
                isThumbnail: isThumbnail,
                for: reader,
                mayRead: mayRead
            )
            response = Self.answer(file, content)
        }
        if let principal = principal as? AgentPrincipal {
            let actor = principal.agent.acting(from: context.remoteAddress)
            try await timeline.noteSight(of: id, by: actor)
        }
        return response
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
                .contentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'; sandbox",
                // No other site shows it, learns its size or puts it into its own process.
                .crossOriginResourcePolicy: "same-origin",
                .referrerPolicy: "no-referrer",
                .cacheControl: "private, max-age=300",
            ]
        )
    }
}
