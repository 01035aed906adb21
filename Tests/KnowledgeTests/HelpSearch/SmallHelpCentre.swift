import Base
@testable import Knowledge
import TestSupport

/// A help centre of a few articles in both languages.
enum SmallHelpCentre {
    static let now = FixedClock().now

    static let categories = [
        category("deposits-withdrawals", "transfer", "Deposits and withdrawals", "充币与提币"),
        category("security", "shield", "Security", "账户安全"),
        category("fees", "percent", "Fees", "费用"),
    ]

    static let articles = [
        article(
            "withdrawal-not-arrived",
            in: "deposits-withdrawals",
            views: 90,
            english: (
                "My withdrawal has not arrived",
                "## Check the transaction\n\nLook up the TXID: an amount < 1 USDT may wait for confirmations."
                    + "\n\n## Wrong network\n\nAsk the receiver.\n\n## Still missing\n\nContact us with the TXID."
            ),
            chinese: (
                "提币未到账怎么办",
                "## 查询交易哈希\n\n在提币记录中找到交易哈希（TXID），查看区块确认数。\n\n## 网络选错\n\n请联系收款方。"
            )
        ),
        article(
            "deposit-not-arrived",
            in: "deposits-withdrawals",
            views: 40,
            english: ("My deposit has not arrived", "Deposits are credited after enough confirmations."),
            chinese: ("充币未到账怎么办", "达到确认数后，充币会自动入账。")
        ),
        article(
            "lost-two-factor",
            in: "security",
            views: 70,
            english: (
                "I lost my authenticator", "Reset two-factor authentication with your identity document."
            ),
            chinese: ("谷歌验证器丢失怎么办", "请使用身份证件重置双重验证（2FA）。")
        ),
        article(
            "trading-fees",
            in: "fees",
            kind: .faq,
            views: 10,
            english: ("How much are trading fees?", "Makers and takers pay different fees."),
            chinese: ("交易手续费是多少？", "挂单和吃单的手续费不同。")
        ),
        article(
            "proof-of-reserves",
            in: "security",
            english: ("What are proof of reserves?", "Reserves can be checked by everybody."),
            chinese: nil
        ),
    ]

    static func slug(_ text: String) -> Slug {
        guard let slug = Slug(rawValue: text) else { fatalError("\(text) is no slug") }
        return slug
    }

    static func article(
        _ address: String,
        in category: String,
        kind: Article.Kind = .article,
        views: Int = 0,
        id: ID<Article> = ID(at: now),
        english: (title: String, body: String)?,
        chinese: (title: String, body: String)?
    ) -> Article {
        let texts = [(LocaleCode.english, english), (.simplifiedChinese, chinese)]
        return Article(
            id: id,
            slug: slug(address),
            kind: kind,
            category: slug(category),
            views: views,
            helpful: 0,
            notHelpful: 0,
            translations: texts.compactMap { locale, text in
                text.map {
                    Article.Translation(
                        locale: locale,
                        title: $0.title,
                        summary: "",
                        keywords: [],
                        body: $0.body,
                        updatedAt: now
                    )
                }
            }
        )
    }

    private static func category(
        _ address: String,
        _ icon: String,
        _ english: String,
        _ chinese: String
    ) -> Category {
        Category(
            slug: slug(address),
            icon: icon,
            names: [
                .english: .init(name: english, description: "About \(english)."),
                .simplifiedChinese: .init(name: chinese, description: "关于\(chinese)。"),
            ]
        )
    }

    static var search: HelpSearch {
        let search = HelpSearch()
        search.rebuild(articles)
        return search
    }

    static var catalogue: Catalogue {
        Catalogue(articles, categories: categories)
    }
}
