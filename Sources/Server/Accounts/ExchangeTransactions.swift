import Assistant
import Base
import Conversations
import Safeguard

/// The gateway to the exchange, as it is asked about transactions.
struct ExchangeTransactions: TransactionDirectory {
    let gateway: AccountGateway

    func known(among digests: [TransactionDigest], to account: String) async -> Set<TransactionDigest> {
        do {
            return try await gateway.known(among: digests, to: account)
        } catch {
            // The gateway has logged it; what nobody knows is hidden.
            return []
        }
    }
}

extension Wiring {
    /// Nil where the exchange answers nothing about transactions.
    static func knownTransactions(_ gateway: AccountGateway?, clock: any WallClock) -> KnownTransactions? {
        guard let gateway, gateway.questions.contains(.transactions) else { return nil }
        return KnownTransactions(ExchangeTransactions(gateway: gateway), clock: clock)
    }
}
