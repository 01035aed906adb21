import Base
import Trust

/// The official channels of the demo's exchange: names that nobody has, and numbers that are kept free for fiction.
struct DemoChannels {
    private let localisation: Localisation
    private let clock: any WallClock

    init(_ localisation: Localisation, clock: any WallClock) {
        self.localisation = localisation
        self.clock = clock
    }

    var drafts: [OfficialChannel.Draft] {
        let now = clock.now
        return [
            .init(.domain, "demo-exchange.com", labels: labels("website")),
            // Given up a year ago: whoever has it now is somebody else.
            .init(.domain, "demo-exchange.net", validUntil: now - .seconds(365 * 86_400)),
            .init(.page, "https://status.hosting.example/demo-exchange", labels: labels("status")),
            .init(.email, "support@demo-exchange.com", labels: labels("tickets")),
            .init(.email, "no-reply@demo-exchange.com", labels: labels("notices")),
            .init(
                .email,
                "api@demo-exchange.com",
                languages: [.english, .simplifiedChinese],
                topics: ["api"],
                labels: labels("developers")
            ),
            .init(.phone, "+44 20 7946 0958", region: "GB", languages: [.english], labels: labels("phone")),
            .init(.phone, "+1 202 555 0143", region: "US", languages: [.english], labels: labels("phone")),
            .init(.social, "demoexchange", platform: "x", labels: labels("news")),
            .init(.social, "demo_exchange", platform: "telegram", labels: labels("news")),
            .init(
                .social,
                "demoexchange-cn",
                platform: "weibo",
                region: "CN",
                languages: [.simplifiedChinese],
                labels: labels("news")
            ),
            .init(.app, "id1600000001", platform: "apple", labels: labels("app")),
            .init(.app, "com.demoexchange.app", platform: "google_play", labels: labels("app")),
        ]
    }

    private func labels(_ name: String) -> [OfficialChannel.Label] {
        localisation.locales.map { locale in
            .init(locale: locale, text: localisation.text("demo.channel.\(name)", in: locale))
        }
    }
}
