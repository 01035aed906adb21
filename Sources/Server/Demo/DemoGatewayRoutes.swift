import Assistant
import Base
import Foundation
import HTTPTypes
import Hummingbird
import Web

/// `/demo/accounts/…`: the sandbox exchange's side of the account gateway, over real HTTP; and its users' phones.
struct DemoGatewayRoutes: Sendable {
    private struct Body: Decodable {
        let account: String
        let code: String?
        let level: String?
        let text: String?
        let digests: [String]?
    }

    private struct Valid: Encodable { let valid: Bool }
    private struct Satisfied: Encodable {
        let satisfied: Bool
        let level: String
    }
    private struct SentTo: Encodable { let sentTo: String }
    private struct Contact: Encodable { let email: String }
    private struct Known: Encodable { let known: [String] }
    private struct Phone: Encodable {
        let authenticator: String?
        let texts: [DemoGateway.TextMessage]
    }

    private let gateway: DemoGateway

    init(_ gateway: DemoGateway) {
        self.gateway = gateway
    }

    func register(on router: Router<WebContext>) {
        router.post("/demo/accounts/totp") { request, context in
            let (user, body) = try await asked(request)
            return try Response.json(Valid(valid: gateway.isRight(body.code ?? "", of: user)))
        }
        router.post("/demo/accounts/identity") { request, context in
            let (user, body) = try await asked(request)
            let isEnough = user.identityLevel >= body.level ?? ""
            return try Response.json(Satisfied(satisfied: isEnough, level: user.identityLevel))
        }
        router.post("/demo/accounts/sms") { request, context in
            let (user, body) = try await asked(request)
            gateway.keep(body.text ?? "", for: user)
            return try Response.json(SentTo(sentTo: "+86 ••• \(user.uid.suffix(4))"))
        }
        router.post("/demo/accounts/contact") { request, context in
            try Response.json(Contact(email: try await asked(request).user.email))
        }
        router.post("/demo/accounts/transactions") { request, context in
            let (user, body) = try await asked(request)
            return try Response.json(
                Known(known: gateway.transactions(among: body.digests ?? [], of: user))
            )
        }
        router.get("/demo/api/v1/users/:uid/phone") { request, context in
            guard let user = DemoExchange.users.first(where: { $0.uid == context.parameters.get("uid") })
            else { throw Problem(404, "not_found", "The exchange has no such user.") }
            let phone = Phone(authenticator: gateway.authenticator(of: user), texts: gateway.texts(of: user))
            return try Response.json(phone)
        }
    }

    private func asked(_ request: Request) async throws -> (user: DemoExchange.User, body: Body) {
        let bytes = try await request.bytes(limitInBytes: 16 * 1024)
        let fields = [
            SignedRequest.timestampHeader, SignedRequest.nonceHeader, SignedRequest.signatureHeader,
        ].map { HTTPField.Name($0).flatMap { request.headers[$0] } ?? "" }
        let signed = SignedRequest(
            method: request.method.rawValue,
            path: request.uri.string,
            timestamp: Int64(fields[0]) ?? 0,
            nonce: fields[1],
            body: bytes
        )
        do {
            try gateway.check(.init(signed: signed, signature: fields[2]))
        } catch {
            throw Problem(401, "not_signed", "The request is not signed, too old or was seen before.")
        }
        let body = try WireJSON.decode(Body.self, from: Data(bytes))
        guard let user = DemoExchange.users.first(where: { $0.uid == body.account }) else {
            throw Problem(404, "account_unknown", "The exchange has no such account.")
        }
        return (user, body)
    }
}
