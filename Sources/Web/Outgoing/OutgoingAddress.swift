import Foundation

/// A host as it may stand in an address: a name of letters, digits, hyphens and dots, or an IP address in its plain form.
///
/// Everything else that some resolver takes for an address, such as `2130706433`, `0x7f.1`, `0177.0.0.1` or `127.1`, is
/// none: `getaddrinfo` would make 127.0.0.1 of each.
struct HostName: Sendable, Hashable {
    /// In lower case, without brackets and without the dot at its end.
    let text: String
    let isAddress: Bool

    init?(_ text: String) {
        if text.hasPrefix("["), text.hasSuffix("]") {
            let inner = String(text.dropFirst().dropLast())
            guard inner.contains(":"), AddressKind(inner) != nil else { return nil }
            self.text = inner
            self.isAddress = true
            return
        }
        let bare = text.hasSuffix(".") ? String(text.dropLast()) : text
        if AddressKind(bare) != nil, !bare.contains(":") {
            self.text = bare
            self.isAddress = true
            return
        }
        let labels = bare.split(separator: ".", omittingEmptySubsequences: false)
        guard bare.utf8.count <= 253, labels.allSatisfy(Self.isLabel), let last = labels.last,
            !Self.isNumber(last), Self.isInternationalised(bare, labels)
        else { return nil }
        self.text = bare
        self.isAddress = false
    }

    /// Whether every label that says it stands for letters of other scripts does: some parsers refuse one that does not,
    /// others ask it (RFC 5891 §4.2.1).
    private static func isInternationalised(_ name: String, _ labels: [Substring]) -> Bool {
        guard labels.contains(where: { $0.hasPrefix("xn--") }) else { return true }
        return URLComponents(string: "https://\(name)/")?.host != nil
    }

    private static func isLabel(_ label: Substring) -> Bool {
        (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
            && label.utf8.allSatisfy { byte in
                (97...122).contains(byte) || (48...57).contains(byte) || byte == 45 || byte == 95
            }
    }

    /// Whether a name that ends so is read as an IPv4 address (https://url.spec.whatwg.org/#ends-in-a-number-checker).
    private static func isNumber(_ label: Substring) -> Bool {
        let digits = label.hasPrefix("0x") ? label.dropFirst(2) : label
        return label.hasPrefix("0x")
            ? digits.allSatisfy(\.isHexDigit) : digits.allSatisfy { $0.isASCII && $0.isNumber }
    }
}

/// An address that the server may ask, as far as its letters tell; where its host lies is found out on the way.
package struct OutgoingAddress: Sendable, Hashable, CustomStringConvertible {
    /// The most bytes of one.
    package static let longest = 2048

    let host: HostName
    let isSecure: Bool
    /// Nil for the scheme's own.
    let port: Int?
    /// From the first slash on.
    let path: String

    /// Reads an address, strictly: what two parsers could read differently is refused.
    ///
    /// - `text`: `https://host`, perhaps with port, path and query; `http://` to hosts that are listed.
    /// - `mayBePlain`: Whether `http://` is taken of every host.
    ///
    /// Throws: ``OutgoingError``.
    package init(
        _ text: String,
        allowing allowed: AllowedHosts,
        mayBePlain: Bool = false
    ) throws(OutgoingError) {
        guard (1...Self.longest).contains(text.utf8.count),
            text.utf8.allSatisfy({ (33...126).contains($0) && !Self.unsafe.contains($0) }),
            let separator = text.firstRange(of: "://")
        else { throw .malformed }
        let scheme = text[..<separator.lowerBound].lowercased()
        guard scheme == "https" || scheme == "http" else { throw .schemeNotAllowed }
        let rest = text[separator.upperBound...]
        let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        let authority = rest[..<end].lowercased()
        guard !authority.contains("@") else { throw .holdsCredentials }
        guard !rest.contains("#") else { throw .malformed }
        let (name, port) = try Self.parts(of: authority)
        guard let host = HostName(name) else { throw .hostUnreadable }
        guard scheme == "https" || mayBePlain || allowed.lists(host) else { throw .schemeNotAllowed }
        // Where the address itself is written out there is nothing to resolve.
        guard !host.isAddress || allowed.allow(host.text, of: host) else { throw .notPublic }
        self.host = host
        self.isSecure = scheme == "https"
        self.port = port
        self.path = (rest[end...].hasPrefix("/") ? "" : "/") + rest[end...]
    }

    /// Quotes, angles, backslash, caret, backtick, braces and bar: no address has them bare (RFC 3986, appendix A).
    private static let unsafe = Set("\"<>\\^`{|}".utf8)

    private static func parts(of authority: String) throws(OutgoingError) -> (host: String, port: Int?) {
        let isBracketed = authority.hasPrefix("[")
        let end =
            isBracketed
            ? authority.firstIndex(of: "]").map(authority.index(after:)) : authority.firstIndex(of: ":")
        guard !isBracketed || end != nil else { throw .hostUnreadable }
        let host = String(authority[..<(end ?? authority.endIndex)])
        let rest = authority[(end ?? authority.endIndex)...]
        guard !rest.isEmpty else { return (host, nil) }
        guard rest.hasPrefix(":"), rest.dropFirst().allSatisfy({ $0.isASCII && $0.isNumber }),
            let port = Int(rest.dropFirst()), (1...65_535).contains(port)
        else { throw .malformed }
        return (host, port)
    }

    /// The address as it is asked.
    package var description: String {
        let name = host.text.contains(":") ? "[\(host.text)]" : host.text
        return "\(isSecure ? "https" : "http")://\(name)\(port.map { ":\($0)" } ?? "")\(path)"
    }
}
