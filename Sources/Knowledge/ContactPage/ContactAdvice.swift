/// Which way to the support fits a problem, and what to do until somebody answers; pure.
package struct ContactAdvice: Sendable, Hashable {
    /// How much it matters, as somebody says it of themselves.
    package enum Urgency: String, Sendable, Hashable, CaseIterable {
        /// Money or the account is in danger at this moment.
        case emergency
        /// Something does not work and cannot wait for long.
        case blocked
        case question
        /// A complaint, an appeal, anything that needs papers and several people.
        case lengthy
    }

    package enum Way: String, Sendable, Hashable, CaseIterable {
        case chat, ticket
    }

    /// Why the way fits; each has its text.
    package enum Reason: String, Sendable, Hashable, CaseIterable {
        case secureNow = "secure_now"
        case checkFirst = "check_first"
        case moneyMoving = "money_moving"
        case stuck, quick, technical, record
    }

    /// What somebody does at once by themselves.
    package enum Step: String, Sendable, Hashable, CaseIterable {
        case freezeAccount = "freeze_account"
        case changePassword = "change_password"
        case signOutDevices = "sign_out_devices"
        case deleteKeys = "delete_keys"
        case cancelWithdrawals = "cancel_withdrawals"
        case sendNothing = "send_nothing"
        case noteFacts = "note_facts"
        case reducePosition = "reduce_position"

        /// The article that shows how.
        package var article: String {
            switch self {
            case .freezeAccount: "account-compromised"
            case .changePassword: "reset-password"
            case .signOutDevices: "device-management"
            case .deleteKeys: "api-key-security"
            case .cancelWithdrawals: "cancel-withdrawal"
            case .sendNothing: "recognise-scams"
            case .noteFacts: "find-txid"
            case .reducePosition: "avoid-liquidation"
            }
        }
    }

    package let way: Way
    /// Whether it must not wait.
    package let isUrgent: Bool
    package let reason: Reason
    /// In the order in which they help; empty where there is no hurry.
    package let firstSteps: [Step]

    /// Decides.
    ///
    /// - Parameters:
    ///   - topic: Any topic of a conversation; besides the usual ones an installation may offer `account_compromised`
    ///     and `complaint`, and of one that is not known nothing is presumed.
    ///   - urgency: As the customer says.
    package init(topic: String, urgency: Urgency) {
        switch (topic, urgency) {
        case ("account_compromised", _), (_, .emergency), ("security", .blocked):
            // Whoever is in the account now is faster than any answer: the steps come before the talk.
            self.init(.chat, .secureNow, isUrgent: true, steps: Self.steps(topic))
        case ("complaint", _), (_, .lengthy):
            self.init(.ticket, .record)
        case ("security", .question):
            self.init(.chat, .checkFirst)
        case ("deposit_withdrawal", _):
            self.init(.chat, .moneyMoving)
        case (_, .blocked):
            self.init(.chat, .stuck)
        case ("api", .question):
            self.init(.ticket, .technical)
        case (_, .question):
            self.init(.chat, .quick)
        }
    }

    private init(_ way: Way, _ reason: Reason, isUrgent: Bool = false, steps: [Step] = []) {
        self.way = way
        self.reason = reason
        self.isUrgent = isUrgent
        self.firstSteps = steps
    }

    private static func steps(_ topic: String) -> [Step] {
        switch topic {
        case "api": [.deleteKeys, .freezeAccount, .changePassword, .cancelWithdrawals]
        case "deposit_withdrawal": [.freezeAccount, .cancelWithdrawals, .sendNothing, .noteFacts]
        case "trading": [.reducePosition, .freezeAccount, .changePassword, .deleteKeys]
        default: [.freezeAccount, .changePassword, .signOutDevices, .cancelWithdrawals, .deleteKeys]
        }
    }
}
