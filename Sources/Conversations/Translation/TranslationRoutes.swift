import Base
import Hummingbird
package import People
package import Web

/// `/api/v1/agent/conversations/{id}/messages/{seq}/translation`: a message in another language.
package struct TranslationRoutes: Sendable {
    private struct TranslationView: Encodable {
        let conversation: String
        let seq: Int
        let to: LocaleCode
        let from: LocaleCode?
        let body: String
    }

    private let translations: Translations
    private let limiter: RateLimiter

    /// - `limiter`: How many messages one agent may have translated.
    package init(translations: Translations, limiter: RateLimiter) {
        self.translations = translations
        self.limiter = limiter
    }

    package func register(on router: AgentRouter) {
        router.get("conversations/:id/messages/:seq/translation", needs: .conversationsRead, use: translate)
    }

    /// `GET …/translation?to=` → the text in that language; in the reader's own without `to`.
    @Sendable private func translate(_ request: Request, _ context: AgentContext) async throws -> Response {
        try limiter.check(context.agent.id.description)
        let id = try context.parameter("id", as: ID<Conversation>.self)
        let seq = try context.parameter("seq", as: Int.self)
        guard (1...Int(Int32.max)).contains(seq) else { throw TranslationError.messageNotFound }
        let locale = try request.query("to", as: LocaleCode.self) ?? context.locale
        let translation = try await translations.translation(of: seq, in: id, to: locale)
        return try .json(
            TranslationView(
                conversation: id.description,
                seq: seq,
                to: locale,
                from: translation.from,
                body: translation.text
            )
        )
    }
}
