import Base
import Foundation

/// A letter as it goes over the wire: RFC 5322 header and MIME body, all of it in ASCII with lines of 76 characters at
/// most, but for a link in the header.
struct MailMessage {
    let letter: Letter
    let sender: Mailbox
    /// Without brackets; the same for every attempt, so that who gets it twice sees it once.
    let messageID: String
    let writtenAt: Instant

    var rendered: String {
        var lines = [
            "Date: \(Self.date(writtenAt))",
            "From: \(HeaderText.mailbox(sender))",
            "To: \(HeaderText.mailbox(letter.recipient))",
            "Subject: \(HeaderText.unstructured(letter.subject))",
            "Message-ID: <\(messageID)>",
            "Content-Language: \(letter.locale.rawValue)",
            // Nobody's out-of-office answers a machine (RFC 3834).
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
        ]
        if let unsubscribe = letter.unsubscribe {
            lines += [
                "List-Unsubscribe: <\(unsubscribe)>", "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
            ]
        }
        guard let html = letter.html else {
            return (lines + Self.part("plain", letter.text)).joined(separator: "\r\n") + "\r\n"
        }
        // Base 64 has neither "=_" nor a full stop, so that no part holds it.
        let boundary = "=_.\(messageID.prefix { $0 != "@" })"
        lines += ["Content-Type: multipart/alternative; boundary=\"\(boundary)\"", ""]
        for (kind, text) in [("plain", letter.text), ("html", html.markup)] {
            lines += ["--\(boundary)"] + Self.part(kind, text)
        }
        return (lines + ["--\(boundary)--"]).joined(separator: "\r\n") + "\r\n"
    }

    private static func part(_ kind: String, _ text: String) -> [String] {
        let text = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n").replacing(
            "\n",
            with: "\r\n"
        )
        let body = Data(text.utf8).base64EncodedString(options: [
            .lineLength76Characters, .endLineWithCarriageReturn, .endLineWithLineFeed,
        ])
        return [
            "Content-Type: text/\(kind); charset=utf-8", "Content-Transfer-Encoding: base64", "", body,
        ]
    }

    /// RFC 5322, in UTC: `Thu, 26 Nov 2026 09:30:49 +0000`.
    private static func date(_ instant: Instant) -> String {
        let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let text = instant.rfc3339
        let fields = text.prefix(10).split(separator: "-")
        // 1970 began on a Thursday.
        let weekday = weekdays[((instant.day % 7) + 7) % 7]
        let month = fields.count == 3 ? months[(Int(fields[1]) ?? 1) - 1] : months[0]
        let day = fields.last ?? "01"
        let year = fields.first ?? "1970"
        return "\(weekday), \(day) \(month) \(year) \(text.dropFirst(11).prefix(8)) +0000"
    }
}
