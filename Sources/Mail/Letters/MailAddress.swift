import Safeguard

/// The address of a mailbox that can be written to: `local@domain` in ASCII, without anything that ends a line, opens a
/// bracket or begins a parameter.
package struct MailAddress: Sendable, Hashable, CustomStringConvertible {
    /// As it was given, the domain in lower case.
    package let description: String
    package let domain: String

    /// RFC 5321, 4.5.3.1, in bytes.
    private static let longestLocal = 64
    private static let longest = 254
    /// RFC 5322's `atext`, besides letters and digits.
    private static let marks = Set("!#$%&'*+-/=?^_`{|}~".utf8)

    /// Reads an address; nil for quoted local parts, literal addresses and other alphabets, which few servers take.
    package init?(_ text: String) {
        guard text.utf8.count <= Self.longest, let at = text.lastIndex(of: "@") else { return nil }
        let local = text[..<at]
        let domain = text[text.index(after: at)...].lowercased()
        guard (1...Self.longestLocal).contains(local.utf8.count), Self.isDotAtom(local), Self.isHost(domain)
        else {
            return nil
        }
        self.domain = domain
        self.description = "\(local)@\(domain)"
    }

    /// What can be told of it without telling it: `l•••@demo.example`.
    package var masked: String { ContactMask.email(description, keepsDomain: true) }

    private static func isDotAtom(_ text: Substring) -> Bool {
        text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { atom in
            !atom.isEmpty && atom.utf8.allSatisfy { isLetterOrDigit($0) || marks.contains($0) }
        }
    }

    private static func isHost(_ text: String) -> Bool {
        text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
                && label.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
        }
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}

/// Somebody who has an address: `刘伟 <liu@demo.example>`.
package struct Mailbox: Sendable, Hashable {
    /// The longest name, in characters.
    package static let longestName = 100

    package let address: MailAddress
    /// Empty for none; what is no text, such as the end of a line, is a space.
    package let name: String

    package init(_ address: MailAddress, name: String = "") {
        self.address = address
        self.name = String(HeaderText.oneLine(name).prefix(Self.longestName))
    }

    /// Reads `name <address>` or an address alone.
    package init?(_ text: String) {
        guard text.hasSuffix(">"), let open = text.lastIndex(of: "<") else {
            guard let address = MailAddress(text) else { return nil }
            self.init(address)
            return
        }
        guard let address = MailAddress(String(text[text.index(after: open)...].dropLast())) else {
            return nil
        }
        self.init(address, name: String(text[..<open].filter { $0 != "\"" }))
    }
}
