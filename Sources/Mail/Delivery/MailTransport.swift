import Base
import CCurl

/// What brings a rendered letter to a mail server.
package protocol MailTransport: Sendable {
    /// Returns once the server has taken it.
    ///
    /// - `message`: RFC 5322, in ASCII, lines with CR LF.
    func send(_ message: String, from sender: MailAddress, to recipient: MailAddress) async throws(MailError)
}

/// Why a server did not take a letter; says nothing of the letter or its reader.
package enum MailError: Error, Hashable, CustomStringConvertible {
    case unreachable
    case timedOut
    /// It has no STARTTLS, or none that leads to TLS 1.2.
    case notEncrypted
    /// Its certificate is not for this host, or nobody who is trusted signed it.
    case notTrusted
    case signInRefused
    /// It said no: 4yz for now, 5yz for good.
    case refused(reply: Int)
    /// Anything else, by libcurl's number.
    case failed(code: Int)

    /// A stable word that is kept beside the letter.
    package var code: String {
        switch self {
        case .unreachable: "unreachable"
        case .timedOut: "timed_out"
        case .notEncrypted: "not_encrypted"
        case .notTrusted: "not_trusted"
        case .signInRefused: "sign_in_refused"
        case .refused(let reply): "refused_\(reply)"
        case .failed(let code): "failed_\(code)"
        }
    }

    package var description: String { code }

    /// What an operator can do.
    package var advice: String {
        switch self {
        case .unreachable: "Is it running, and are host and port in smtp.url right?"
        case .timedOut: "It took too long to answer; is it overloaded, or a firewall between?"
        case .notEncrypted: "It offers no encryption: use a server with STARTTLS or TLS 1.2."
        case .notTrusted:
            "Its certificate is not valid for the host in smtp.url; name its authority with smtp.ca.file."
        case .signInRefused: "Mend the user in smtp.url or smtp.password."
        case .refused(let reply): "It answered \(reply); its log tells why."
        case .failed(let code): "libcurl ended with \(code); see libcurl-errors(3)."
        }
    }

    /// Whether trying again cannot help.
    package var isFinal: Bool {
        if case .refused(let reply) = self { return reply >= 500 }
        return false
    }
}

/// SMTP by libcurl: one connection a letter.
package struct SMTPTransport: MailTransport {
    /// Milliseconds; shorter than the lease of a job, so that no other node takes it meanwhile.
    private static let connecting: Int64 = 10_000
    private static let altogether: Int64 = 40_000

    let server: SMTPServer

    package init(_ server: SMTPServer) {
        self.server = server
    }

    package func send(
        _ message: String,
        from sender: MailAddress,
        to recipient: MailAddress
    ) async throws(MailError) {
        let server = server
        let reply: (code: Int32, answer: Int64)
        do {
            reply = try await BlockingWork.run(.remote) {
                var answer: Int64 = 0
                // The texts are read during the call alone.
                let code = unsafe curl_send_letter(
                    server.url(greeting: sender.domain),
                    server.security == .startTLS ? 1 : 0,
                    server.user ?? "",
                    server.password?.exposed ?? "",
                    server.authorities ?? "",
                    "<\(sender)>",
                    "<\(recipient)>",
                    message,
                    Int64(message.utf8.count),
                    Self.connecting,
                    Self.altogether,
                    &answer
                )
                return (code, answer)
            }
        } catch {
            throw .failed(code: -1)
        }
        if let error = Self.error(reply.code, answer: Int(reply.answer)) { throw error }
    }

    /// By libcurl-errors(3).
    private static func error(_ code: Int32, answer: Int) -> MailError? {
        switch code {
        case 0: nil
        case 5...7: .unreachable
        case 28: .timedOut
        case 64, 35: .notEncrypted
        case 60, 77, 83, 90, 91: .notTrusted
        case 67: .signInRefused
        default: answer >= 400 ? .refused(reply: answer) : .failed(code: Int(code))
        }
    }
}
