import Base
import Foundation
import Safeguard

/// What the exchange answers, by the contract in docs/integration.md.
extension AccountGateway {
    struct CodeAnswer: Decodable { let valid: Bool }
    struct LevelAnswer: Decodable { let satisfied: Bool }
    struct ContactAnswer: Decodable { let email: String? }

    struct TextAnswer: Decodable {
        let sentTo: String

        /// Where a text went, as much as is shown.
        var place: String { String(sentTo.prefix(40)) }
    }

    struct TransactionsAnswer: Decodable {
        let known: [String]

        /// Of those that were asked for the known ones, whatever else is named.
        func among(_ transactions: [TransactionDigest]) -> Set<TransactionDigest> {
            let known = Set(known)
            return Set(transactions.filter { known.contains($0.text) })
        }
    }

    private struct Refusal: Decodable {
        let code: String
    }

    /// Reads an answer.
    ///
    /// - Throws: ``AccountGatewayError`` where the exchange says why it does not tell, anything else where nobody can tell.
    static func read<Answer: Decodable>(_ answer: Data, status: UInt) throws -> Answer {
        switch status {
        case 200: return try WireJSON.decode(Answer.self, from: answer)
        case 404: throw AccountGatewayError.notSetUp
        case 409 where try WireJSON.decode(Refusal.self, from: answer).code == "not_set_up":
            throw AccountGatewayError.notSetUp
        case 423: throw AccountGatewayError.locked
        default: throw Trouble.answered(status)
        }
    }
}
