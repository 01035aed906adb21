package import Base
import Crypto
import Foundation
package import Storage

/// How somebody proved who they are.
package enum SignInMethod: String, Sendable, Hashable, CaseIterable, Codable, SQLConvertible {
    case password
    /// Password and a code of the authenticator app.
    case authenticator
    /// Password and a recovery code.
    case recoveryCode = "recovery_code"
    case passkey
    /// By the OpenID provider of the company.
    case openID = "openid"
    /// As above, where the provider asked for a second factor that is trusted.
    case openIDWithSecondFactor = "openid_second_factor"

    /// Whether it proves a second factor by itself: a code beside the password, a device and who can unlock it, or what the
    /// provider vouches for.
    var provesSecondFactor: Bool {
        switch self {
        case .authenticator, .recoveryCode, .passkey, .openIDWithSecondFactor: true
        case .password, .openID: false
        }
    }
}

/// A session of an agent, as its owner sees it.
package struct AgentSession: Sendable, Hashable {
    package let digest: [UInt8]
    package let device: Device
    /// Where the last request came from; nil when none is known.
    package let address: String?
    package let method: SignInMethod
    package let createdAt: Instant
    package let seenAt: Instant
    /// When its owner proved a second factor with it, by signing in or by setting one up; nil for never.
    package let secondFactorAt: Instant?

    /// What tells it from others: it says nothing about the token.
    package var id: String { Self.id(of: digest) }

    static func id(of digest: [UInt8]) -> String {
        "ses_" + Array(SHA256.hash(data: digest).prefix(16)).hexadecimal
    }
}

extension AgentSession: RowDecodable {
    static let columns: SQL = """
        agent_session.token_digest, agent_session.browser, agent_session.platform, agent_session.address, \
        agent_session.method, agent_session.created_at AS began_at, agent_session.seen_at, \
        agent_session.second_factor_at
        """

    package init(row: Row) throws(DatabaseError) {
        self.init(
            digest: try row.get("token_digest"),
            device: Device(browser: try row.get("browser"), platform: try row.get("platform")),
            address: try row.get("address"),
            method: try row.get("method"),
            createdAt: try row.get("began_at"),
            seenAt: try row.get("seen_at"),
            secondFactorAt: try row.get("second_factor_at")
        )
    }
}

/// A session with its owner.
struct OwnedSession: RowDecodable {
    let agent: Agent
    let session: AgentSession

    init(row: Row) throws(DatabaseError) {
        self.agent = try Agent(row: row)
        self.session = try AgentSession(row: row)
    }
}
