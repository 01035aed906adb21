import Base
import Web

/// The sandbox exchange's "Me" page, which carries the widget as an exchange's app would.
struct DemoPage: Page {
    static let template = "Server/Demo/demo"
    static let layout = "Web/Layout/bare"
    static let styles = ["Server/Demo/demo.css"]

    struct Person: Codable, Sendable {
        let uid: String
        let name: String
        let url: String
        let isCurrent: Bool
    }

    struct Fact: Codable, Sendable {
        let name: String
        let value: String
        let icon: String
        let needsAttention: Bool
    }

    struct Balance: Codable, Sendable {
        let asset: String
        let available: String
        let locked: String
    }

    struct Transfer: Codable, Sendable {
        let title: String
        let amount: String
        let detail: String
        let status: String
        let isOpen: Bool
        let createdAt: String
        let createdText: String
        let icon: String
    }

    struct Language: Codable, Sendable {
        let code: String
        let name: String
        let url: String
        let isCurrent: Bool
    }

    let title: String
    let isSignedIn: Bool
    let name: String
    let uid: String
    let initial: String
    let identityLevel: String
    let tier: String
    let people: [Person]
    let languageChoices: [Language]
    let balances: [Balance]
    let transfers: [Transfer]
    let security: [Fact]
    /// What the exchange signed about its user; empty for nobody.
    let identityToken: String

    /// - `user`: Who is signed in at the sandbox; nil for nobody.
    init(
        _ user: DemoExchange.User?,
        token: String,
        at now: Instant,
        _ localisation: Localisation,
        _ locale: LocaleCode
    ) {
        func text(_ key: String, _ values: [String: String] = [:]) -> String {
            localisation.text("demo.\(key)", in: locale, values)
        }
        let account = user.map { DemoAccount($0, at: now) }
        self.title = text("title")
        self.isSignedIn = user != nil
        self.name = account?.name ?? text("guest")
        self.uid = account?.uid ?? ""
        self.initial = String((account?.name ?? "?").prefix(1))
        self.identityLevel = account?.identityLevel ?? ""
        self.tier = account.map { text("tier.\($0.tier)") } ?? ""
        self.people =
            DemoExchange.users.map {
                Person(
                    uid: $0.uid,
                    name: $0.name,
                    url: "/demo?user=\($0.uid)",
                    isCurrent: $0.uid == user?.uid
                )
            } + [Person(uid: "", name: text("guest"), url: "/demo?user=guest", isCurrent: user == nil)]
        self.languageChoices = localisation.locales.map {
            Language(
                code: $0.rawValue,
                name: localisation.text("language.name", in: $0),
                url: "/demo?user=\(user?.uid ?? "guest")&lang=\($0.rawValue)",
                isCurrent: $0 == locale
            )
        }
        self.balances = (account?.balances ?? []).map {
            Balance(asset: $0.asset, available: $0.available, locked: $0.locked)
        }
        self.transfers = (account?.transfers ?? []).map { transfer in
            Transfer(
                title: text("transfer.\(transfer.kind.rawValue)", ["asset": transfer.asset]),
                amount: "\(transfer.kind == .withdrawal ? "−" : "+")\(transfer.amount) \(transfer.asset)",
                detail: transfer.network,
                status: text(
                    "status.\(transfer.status.rawValue)",
                    ["done": String(transfer.confirmations), "needed": String(transfer.confirmationsNeeded)]
                ),
                isOpen: transfer.status != .completed,
                createdAt: transfer.createdAt.rfc3339,
                createdText: transfer.createdAt.text(in: locale),
                icon: transfer.kind == .withdrawal ? "withdraw" : "deposit"
            )
        }
        self.security = account.map { Self.facts($0.security, text: { text($0, [:]) }) } ?? []
        self.identityToken = token
    }

    private static func facts(_ security: DemoAccount.Security, text: (String) -> String) -> [Fact] {
        func fact(_ name: String, _ icon: String, isSet: Bool) -> Fact {
            Fact(
                name: text("security.\(name)"),
                value: text(isSet ? "security.on" : "security.off"),
                icon: icon,
                needsAttention: !isSet
            )
        }
        return [
            fact("two_factor", "device", isSet: security.hasTwoFactor),
            fact("anti_phishing_code", "shield-check", isSet: security.hasAntiPhishingCode),
            fact("passkey", "fingerprint", isSet: security.passkeys > 0),
        ]
    }
}
