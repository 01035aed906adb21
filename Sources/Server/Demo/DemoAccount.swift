import Base

/// What the sandbox exchange knows about one of its users: invented, fixed, and never a real transaction.
struct DemoAccount: Encodable, Sendable {
    struct Balance: Encodable, Sendable {
        let asset: String
        /// Decimal text: amounts are never rounded.
        let available: String
        let locked: String
    }

    struct Transfer: Encodable, Sendable {
        enum Kind: String, Encodable, Sendable {
            case deposit, withdrawal
        }

        enum Status: String, Encodable, Sendable {
            case processing, confirming, completed
        }

        let kind: Kind
        let asset: String
        let amount: String
        let network: String
        let status: Status
        /// Nil until it was sent to the network.
        let txid: String?
        let confirmations: Int
        let confirmationsNeeded: Int
        let createdAt: Instant
    }

    struct Security: Encodable, Sendable {
        let hasTwoFactor: Bool
        let hasAntiPhishingCode: Bool
        let passkeys: Int
        let isWithdrawalHeld: Bool
    }

    let uid: String
    let name: String
    let email: String
    let tier: String
    let identityLevel: String
    let security: Security
    let balances: [Balance]
    let transfers: [Transfer]

    /// - `now`: Times are told relative to it, so that the demo never looks abandoned.
    init(_ user: DemoExchange.User, at now: Instant) {
        let isFirst = user.uid == DemoExchange.users[0].uid
        self.uid = user.uid
        self.name = user.name
        self.email = user.email
        self.tier = user.tier
        self.identityLevel = user.identityLevel
        self.security = Security(
            hasTwoFactor: true,
            hasAntiPhishingCode: isFirst,
            passkeys: isFirst ? 1 : 0,
            isWithdrawalHeld: !isFirst
        )
        self.balances =
            isFirst
            ? [
                Balance(asset: "USDT", available: "1840.25", locked: "500"),
                Balance(asset: "BTC", available: "0.04210000", locked: "0"),
                Balance(asset: "ETH", available: "1.2500", locked: "0"),
            ]
            : [
                Balance(asset: "USDT", available: "96.10", locked: "0"),
                Balance(asset: "BTC", available: "0.00180000", locked: "0"),
            ]
        self.transfers =
            isFirst
            ? [
                Transfer(
                    kind: .withdrawal,
                    asset: "USDT",
                    amount: "500",
                    network: "TRC20",
                    status: .processing,
                    txid: nil,
                    confirmations: 0,
                    confirmationsNeeded: 20,
                    createdAt: now - .seconds(2400)
                ),
                Transfer(
                    kind: .deposit,
                    asset: "BTC",
                    amount: "0.01000000",
                    network: "Bitcoin",
                    status: .confirming,
                    txid: "b1c5d2f0a7e94c3d8f6a1e2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f",
                    confirmations: 1,
                    confirmationsNeeded: 2,
                    createdAt: now - .seconds(1500)
                ),
            ]
            : [
                Transfer(
                    kind: .withdrawal,
                    asset: "BTC",
                    amount: "0.00200000",
                    network: "Bitcoin",
                    status: .completed,
                    txid: "4e3b1f0c9d8e7a6b5c4d3e2f1a0b9c8d7e6f5a4b3c2d1e0f9a8b7c6d5e4f3a2b",
                    confirmations: 6,
                    confirmationsNeeded: 2,
                    createdAt: now - .seconds(86_400)
                )
            ]
    }
}
