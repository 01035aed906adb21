import Base
@testable import Knowledge
import People

/// Audiences and readers by short names, and articles that only some of them find.
enum SomeAudiences {
    static let vip1 = limits(["vip1"])
    static let hongKong = limits([], ["HK"])
    static let both = limits(["vip1", "vip2"], ["HK", "SG"])

    static let audiences: [(audience: Audience, word: String)] = [
        (.everybody, "ordinary"), (.signedIn(), "quillfeather"), (.signedIn(vip1), "obsidianite"),
        (.signedIn(hongKong), "marigoldish"), (.signedIn(both), "tamarillo"), (.staff, "zanzibarine"),
    ]

    static let readers: [Reader] = [
        .everybody, .customer(), reader("VIP1 "), reader("vip2"), reader(nil, "HK"), reader("vip1", "hk"),
        reader("vip2", "SG"), reader("vip3", "US"), .staff,
    ]

    static func limits(_ tiers: [String], _ regions: [String] = []) -> Audience.Limits {
        Audience.Limits(
            tiers: tiers.compactMap(Tier.init(rawValue:)),
            regions: regions.compactMap(Region.init(rawValue:))
        )
    }

    /// Somebody of whom the exchange signed this.
    static func reader(_ tier: String?, _ region: String? = nil) -> Reader {
        let attributes = region.map { [Customer.Profile.regionAttribute: $0] } ?? [:]
        let profile = Customer.Profile(locale: .english, tier: tier, attributes: attributes)
        return Reader(
            Customer(
                id: ID(at: SmallHelpCentre.now),
                uid: "7",
                profile: profile,
                createdAt: SmallHelpCentre.now
            )
        )
    }

    /// One with a word of its own in its title.
    static func article(_ audience: Audience, _ word: String, views: Int = 1) -> Article {
        let text = Article.Translation(
            locale: .english,
            title: "Withdrawals of \(word) coins",
            summary: "About \(word) withdrawals.",
            keywords: [word],
            body: "Withdrawals of \(word) coins take an hour.",
            updatedAt: SmallHelpCentre.now
        )
        return Article(
            id: ID(at: SmallHelpCentre.now),
            slug: SmallHelpCentre.slug("about-\(word)"),
            kind: .article,
            category: SmallHelpCentre.slug("fees"),
            pin: nil,
            audience: audience,
            views: views,
            helpful: 0,
            notHelpful: 0,
            translations: [text]
        )
    }

    static var articles: [Article] { audiences.map { article($0.audience, $0.word) } }
}
