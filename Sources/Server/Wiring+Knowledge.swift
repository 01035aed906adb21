import Conversations
import Hummingbird
import Knowledge
import Web

extension Wiring {
    /// The help centre: its pages and its API.
    func registerKnowledge(_ router: Router<WebContext>, _ pages: PageRenderer) {
        HelpRoutes(
            articles: articles,
            announcements: announcements,
            search: helpSearch,
            limiter: limiter(configuration.writesPerMinute),
            clock: clock
        ).register(on: router)
        PortalRoutes(
            articles: articles,
            announcements: announcements,
            search: helpSearch,
            views: viewCounter,
            support: QueueAvailability(outlook: QueueOutlook(database, clock: clock)),
            topics: Topic.standard.map(\.rawValue),
            pages: pages,
            clock: clock
        ).register(on: router)
    }
}
