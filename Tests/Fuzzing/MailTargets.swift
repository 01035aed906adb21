@testable import Base
import Foundation
@testable import Mail

let mailTargets = [letters]

/// Letters of what strangers wrote; NUL stands between subject, name, address and text.
private let letters = FuzzTarget(
    "letters",
    bytes: { bytes in
        let parts = bytes.split(separator: 0, maxSplits: 3, omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        let text = parts.count > 3 ? parts[3] : "text"
        if parts.count > 2, let address = MailAddress(parts[2]) { check(address) }
        for part in parts {
            if let mailbox = Mailbox(part) { check(mailbox.address) }
        }
        guard let address = MailAddress("lin@demo.example") else { fail("a plain address is refused") }
        let named = Mailbox(address, name: parts.count > 1 ? parts[1] : "")
        let letter = try Letter(
            to: named,
            subject: parts[0],
            text: text,
            html: SafeHTML(escaping: text),
            locale: .english
        )
        check(
            MailMessage(
                letter: letter,
                sender: named,
                messageID: "1@demo.example",
                writtenAt: Instant(milliseconds: 1_767_225_600_000)
            )
        )
    }
)

private func check(_ address: MailAddress) {
    require(MailAddress(address.description) == address, "an address is read otherwise again")
    let isPlain = address.description.utf8.allSatisfy {
        (33...126).contains($0) && !"<>(),;:\\\"".utf8.contains($0)
    }
    require(isPlain, "an address that ends a command: \(address)")
}

/// The lines of a message's head, each as it must begin.
private let fields = [
    "Date: ", "From: ", "To: ", "Subject: ", "Message-ID: ", "Content-Language: ", "Auto-Submitted: ",
    "MIME-Version: ",
    "Content-Type: ",
]

private func check(_ message: MailMessage) {
    let rendered = Array(message.rendered.utf8)
    let isASCII = rendered.allSatisfy { (32...126).contains($0) || $0 == 13 || $0 == 10 }
    require(isASCII, "bytes that mail servers change")
    let text = String(decoding: rendered, as: UTF8.self)
    let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
    let isWhole = lines.allSatisfy { !$0.utf8.contains(13) && !$0.utf8.contains(10) && $0.utf8.count <= 998 }
    require(isWhole, "a line that others end elsewhere")
    let head = lines.prefix { !$0.isEmpty }
    let begun = head.filter { !$0.hasPrefix(" ") }
    require(begun.count == fields.count, "another field in the head: \(begun)")
    for (line, field) in zip(begun, fields) { require(line.hasPrefix(field), "\(line) instead of \(field)") }
    // Read back as a program of mail reads it.
    let unfolded = head.reduce(into: [String]()) { unfolded, line in
        if line.hasPrefix(" ") { unfolded[unfolded.count - 1] += line } else { unfolded.append(String(line)) }
    }
    let subject = unfolded[3].dropFirst("Subject: ".count)
    require(isSame(decoded(subject), message.letter.subject), "another subject: \(subject)")
}

/// A field of encoded words (RFC 2047), or of none.
private func decoded(_ field: Substring) -> String {
    guard field.hasPrefix("=?UTF-8?B?") else { return String(field) }
    let words = field.split(separator: " ").map { $0.dropFirst("=?UTF-8?B?".count).dropLast(2) }
    let bytes = words.reduce(into: Data()) { $0 += Data(base64Encoded: String($1)) ?? Data([0]) }
    return String(decoding: bytes, as: UTF8.self)
}
