import Foundation

/// What people wrote as a part of a mail's header, where it cannot end the line it stands in.
enum HeaderText {
    /// Bytes of text in one encoded word: 40 of them are 56 characters, which with `=?UTF-8?B?…?=` leaves room for the
    /// header's name in the 76 that RFC 2047 allows a line.
    private static let bytesOfWord = 40
    /// A longer one is folded, and only encoded words can be folded anywhere.
    private static let longestPlain = 60

    /// A text without ends of lines and other controls; runs of them and of spaces are one space.
    static func oneLine(_ text: String) -> String {
        text.unicodeScalars.split { scalar in
            scalar == " " || scalar.properties.generalCategory == .control
                || scalar.properties.generalCategory == .lineSeparator
                || scalar.properties.generalCategory == .paragraphSeparator
        }.map { String(String.UnicodeScalarView($0)) }.joined(separator: " ")
    }

    /// A text where anything may stand (RFC 5322 `unstructured`).
    static func unstructured(_ text: String) -> String {
        let text = oneLine(text)
        return isPlain(text) ? text : encoded(text)
    }

    /// `"name" <address>` or the address alone.
    static func mailbox(_ mailbox: Mailbox) -> String {
        guard !mailbox.name.isEmpty else { return mailbox.address.description }
        let name = mailbox.name
        guard isPlain(name) else { return "\(encoded(name))\r\n <\(mailbox.address)>" }
        let escaped = name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "\"\(escaped)\"\r\n <\(mailbox.address)>"
    }

    /// Whether it may stand as it is: printable ASCII that nobody takes for an encoded word.
    private static func isPlain(_ text: String) -> Bool {
        text.utf8.count <= longestPlain && !text.contains("=?")
            && text.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
    }

    /// RFC 2047 encoded words, one a line; no character is cut in two.
    private static func encoded(_ text: String) -> String {
        var words: [String] = []
        var word = ""
        for scalar in text.unicodeScalars {
            if word.utf8.count + String(scalar).utf8.count > bytesOfWord {
                words.append(word)
                word = ""
            }
            word.unicodeScalars.append(scalar)
        }
        words.append(word)
        return words.map { "=?UTF-8?B?\(Data($0.utf8).base64EncodedString())?=" }.joined(separator: "\r\n ")
    }
}
