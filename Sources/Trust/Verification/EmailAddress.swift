import Foundation

/// An address of e-mail, with the name that stands before it.
struct EmailAddress: Sendable, Hashable {
    /// What the sender calls themselves; anybody can write anything.
    let displayName: String
    /// As written, without quotes, in lower case.
    let local: String
    let host: HostName

    /// Reads `a@b.example`, `Name <a@b.example>` and `mailto:a@b.example?…`.
    ///
    /// - Returns: nil for anything else; of several addresses the last is the one that mail goes to.
    init?(_ text: String) {
        var text = Substring(text)
        if let match = text.prefixMatch(of: /(?i)(?:from|sender|reply-to|发件人|寄件人|发信人)\s*[:：]\s*/) {
            text = text[match.range.upperBound...]
        }
        if let match = text.prefixMatch(of: /(?i)mailto:/) {
            let address = text[match.range.upperBound...].prefix { $0 != "?" }
            text = Substring(address.removingPercentEncoding ?? String(address))
        }
        if let open = text.lastIndex(of: "<") {
            let address = text[text.index(after: open)...].prefix { $0 != ">" }
            self.init(displayName: text[..<open], address)
        } else {
            guard !text.contains(where: { $0.isWhitespace || #"/\<>"#.contains($0) }) else { return nil }
            self.init(displayName: "", text)
        }
    }

    private init?(displayName: Substring, _ address: Substring) {
        let address = address.trimmingCharacters(in: .whitespaces)
        guard let sign = address.lastIndex(where: { $0 == "@" || $0 == "＠" }), sign != address.startIndex,
            let host = HostName(String(address[address.index(after: sign)...])), host.labels.count >= 2
        else { return nil }
        let local = address[..<sign].trimmingCharacters(in: CharacterSet(charactersIn: "\""))
        guard (1...64).contains(local.count), !local.contains(where: \.isWhitespace) else { return nil }
        self.displayName = displayName.trimmingCharacters(in: CharacterSet(charactersIn: "\"' "))
        self.local = local.lowercased()
        self.host = host
    }

    /// As mail programs write it, the host in its readable form.
    var readable: String { "\(local)@\(host.readable)" }
    var ascii: String { "\(local)@\(host.ascii)" }
}
