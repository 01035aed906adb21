package import Safeguard

/// Who can tell whether what looks like a private key is a transaction: the exchange.
package protocol TransactionDirectory: Sendable {
    /// Which of some transactions are known, and may be shown to an account.
    ///
    /// A message waits for the answer: within about a second, and none where it cannot be told.
    func known(among digests: [TransactionDigest], to account: String) async -> Set<TransactionDigest>
}
