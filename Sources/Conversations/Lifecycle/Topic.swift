import Storage

/// What a conversation is about: it drives routing and what the assistant greets with.
package struct Topic: Sendable, Hashable, Codable, RawRepresentable, SQLConvertible, LosslessStringConvertible
{
    package let rawValue: String

    /// - Parameter rawValue: 1...40 lower-case letters, digits and underscores.
    package init?(rawValue: String) {
        guard (1...40).contains(rawValue.utf8.count),
            rawValue.utf8.allSatisfy({ $0 == 95 || (97...122).contains($0) || (48...57).contains($0) })
        else { return nil }
        self.rawValue = rawValue
    }

    private init(known: String) {
        self.rawValue = known
    }

    package init?(_ description: String) {
        self.init(rawValue: description)
    }

    package var description: String { rawValue }

    package static let account = Self(known: "account")
    package static let identity = Self(known: "identity")
    package static let depositWithdrawal = Self(known: "deposit_withdrawal")
    package static let trading = Self(known: "trading")
    package static let security = Self(known: "security")
    package static let api = Self(known: "api")
    package static let fees = Self(known: "fees")
    package static let accountCompromised = Self(known: "account_compromised")
    package static let complaint = Self(known: "complaint")
    package static let other = Self(known: "other")

    /// The topics of a new installation, in the order in which customers are offered them.
    package static let standard = [
        depositWithdrawal, account, accountCompromised, identity, security, trading, fees, api, complaint,
        other,
    ]
}
