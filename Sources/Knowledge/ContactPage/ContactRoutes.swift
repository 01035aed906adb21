import Base
import Hummingbird
import Web

/// `/contact`.
struct ContactRoutes: Sendable {
    let catalogue: CatalogueKeeper
    let support: any SupportAvailability
    let directory: any ContactDirectory
    /// What a conversation can be about, in the order in which it is offered.
    let topics: [String]
    let pages: PageRenderer
    let clock: any WallClock

    func register(on router: Router<WebContext>) {
        router.get("/contact", use: show)
    }

    @Sendable private func show(_ request: Request, _ context: WebContext) async throws -> Response {
        let question = ContactQuestion(request, topics: topics)
        let state = try await support.availability()
        let page = ContactPage(
            question,
            topics: topics,
            try await catalogue.current(for: context.reader),
            support: state,
            times: SupportTimes(state, try await support.history(), at: clock.now, context.locale),
            channels: try await directory.channels(in: context.locale),
            pages.localisation,
            context.locale
        )
        let translations = question.address.translations(pages.localisation.locales)
        let description = pages.localisation.text("contact.lead", in: context.locale)
        return try pages.made(
            page,
            for: request,
            context,
            translations: translations,
            metadata: pages.metadata("/contact", in: context.locale, describedBy: description),
            isForEverybody: context.reader == .everybody
        ).response(to: request)
    }
}
