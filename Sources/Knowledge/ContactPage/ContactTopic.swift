import Base

/// What the help centre knows of the topics that conversations have: their names, drawings and articles.
enum ContactTopic {
    /// What a conversation is about when nobody said.
    static let other = "other"

    /// The topic of a shelf's articles; ``other`` for a shelf that fits none of `topics`.
    static func of(_ category: Slug, among topics: [String]) -> String {
        let topic =
            switch category.rawValue {
            case "deposits-withdrawals": "deposit_withdrawal"
            case "spot", "derivatives": "trading"
            default: category.rawValue.replacing("-", with: "_")
            }
        return topics.contains(topic) ? topic : other
    }

    /// What a reader calls it; the topic itself where no strings file names it.
    static func name(_ topic: String, _ localisation: Localisation, _ locale: LocaleCode) -> String {
        let key = "contact.topic.\(topic)"
        return localisation.has(key) ? localisation.text(key, in: locale) : topic
    }

    /// The name of its drawing in the icon sprite.
    static func icon(_ topic: String) -> String {
        switch topic {
        case "deposit_withdrawal": "transfer"
        case "account": "user"
        case "identity": "id-card"
        case "security": "shield"
        case "account_compromised": "warning"
        case "trading": "chart"
        case "fees": "percent"
        case "api": "code"
        case "complaint": "megaphone"
        default: "question"
        }
    }

    /// What to have at hand, from the strings `contact.prepare.<topic>.1`, `.2`, …; the general ones where a topic has
    /// none of its own.
    static func prepare(_ topic: String, _ localisation: Localisation, _ locale: LocaleCode) -> [String] {
        let own = localisation.has("contact.prepare.\(topic).1") ? topic : other
        return (1...9).map { "contact.prepare.\(own).\($0)" }
            .filter { localisation.has($0) }
            .map { localisation.text($0, in: locale) }
    }

    /// The addresses of the articles that help with it most often.
    static func articles(_ topic: String) -> [String] {
        switch topic {
        case "deposit_withdrawal": ["deposit-not-arrived", "withdrawal-not-arrived", "missing-memo-or-tag"]
        case "account": ["sign-in-problems", "lost-two-factor", "account-frozen"]
        case "identity": ["identity-rejected", "face-verification-failed", "identity-document-requirements"]
        case "security": ["account-compromised", "fake-support", "recognise-scams"]
        case "account_compromised": ["account-compromised", "secure-your-account", "device-management"]
        case "trading": ["order-not-filled", "liquidation-explained", "order-types"]
        case "fees": ["trading-fees", "withdrawal-fees", "funding-fees-and-interest"]
        case "api": ["api-error-codes", "api-signature-errors", "api-rate-limits"]
        case "complaint": ["complaints-and-appeals", "describe-your-problem", "ticket-status-explained"]
        default: ["describe-your-problem", "which-channel", "official-channels"]
        }
    }
}
