import Assistant
import Base
import Crypto
import Foundation
import Safeguard
import Synchronization

/// What the sandbox exchange answers about its accounts: the contract of docs/integration.md, as an exchange implements it.
final class DemoGateway: Sendable {
    /// One question, as it came over the wire.
    struct Question: Sendable {
        let signed: SignedRequest
        let signature: String
    }

    enum Refusal: Error {
        case notSigned, unknown, locked
    }

    /// A text message to one of the sandbox's users.
    struct TextMessage: Encodable, Sendable {
        let text: String
        let sentAt: Instant
    }

    private struct State {
        var port: Int?
        var nonces: [String: Instant] = [:]
        /// The last step of the authenticator that was used, by account: a code counts once.
        var used: [String: Int64] = [:]
        var texts: [String: [TextMessage]] = [:]
    }

    /// Of the sandbox alone: it begins with a new one whenever it begins.
    let secret = DemoExchange().identitySecret
    private let clock: any WallClock
    private let host: String
    private let state = Mutex(State())

    /// - `host`: Where the server listens.
    init(host: String, clock: any WallClock) {
        self.clock = clock
        self.host = ["0.0.0.0", "::"].contains(host) ? "127.0.0.1" : host
    }

    /// Where it answers, once the server listens.
    var server: AccountServer {
        AccountServer(secret: secret) { [self] in
            state.withLock { $0.port }.map { "http://\(host):\($0)/demo/accounts" }
        }
    }

    func listens(on port: Int) {
        state.withLock { $0.port = port }
    }

    /// Whether a question is Switchboard's, and was not asked before.
    func check(_ question: Question) throws(Refusal) {
        let now = clock.now
        guard question.signed.isSigned(question.signature, with: secret, at: now) else { throw .notSigned }
        let isNew = state.withLock { state in
            state.nonces = state.nonces.filter { now - $0.value <= .seconds(2 * SignedRequest.window) }
            return state.nonces.updateValue(now, forKey: question.signed.nonce) == nil
        }
        guard isNew else { throw .notSigned }
    }

    /// Whether a code is what the authenticator shows, with a step of 30 seconds to either side; each counts once.
    func isRight(_ code: String, of user: DemoExchange.User) -> Bool {
        let step = clock.now.milliseconds / 30_000
        return state.withLock { state in
            let fresh = (step - 1...step + 1).filter { $0 > state.used[user.uid] ?? 0 }
            guard let found = fresh.first(where: { Self.code(of: user, at: $0) == code }) else {
                return false
            }
            state.used[user.uid] = found
            return true
        }
    }

    /// What the authenticator app of a user shows now, or in 30 seconds; nil while both were used and one has to wait.
    func authenticator(of user: DemoExchange.User) -> String? {
        let step = clock.now.milliseconds / 30_000
        let used = state.withLock { $0.used[user.uid] ?? 0 }
        let next = max(step, used + 1)
        return next > step + 1 ? nil : Self.code(of: user, at: next)
    }

    func keep(_ text: String, for user: DemoExchange.User) {
        let now = clock.now
        state.withLock { state in
            state.texts[user.uid] = ([TextMessage(text: text, sentAt: now)] + (state.texts[user.uid] ?? []))
                .prefix(5)
                .map(\.self)
        }
    }

    /// Which of some digests are those of a user's transfers.
    func transactions(among digests: [String], of user: DemoExchange.User) -> [String] {
        let transfers = DemoAccount(user, at: clock.now).transfers
        let known = Set(transfers.compactMap { $0.txid.flatMap(TransactionDigest.init)?.text })
        return digests.filter(known.contains)
    }

    func texts(of user: DemoExchange.User) -> [TextMessage] {
        state.withLock { $0.texts[user.uid] ?? [] }
    }

    /// RFC 6238 with SHA-1, six digits and steps of 30 seconds, as authenticator apps do.
    private static func code(of user: DemoExchange.User, at step: Int64) -> String {
        let counter = (0..<8).reversed().map { UInt8(truncatingIfNeeded: step >> (8 * $0)) }
        let key = SymmetricKey(data: Array("sandbox of \(user.uid)".utf8))
        let hash = Array(HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: key))
        let offset = Int(hash[hash.count - 1] & 15)
        let number = hash[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let digits = String(number % 1_000_000)
        return String(repeating: "0", count: 6 - digits.count) + digits
    }
}
