/// The origin of a web site, such as `https://exchange.example` or `http://127.0.0.1:8080`.
///
/// `https://*.exchange.example` stands for every name under that one (a host source of CSP Level 3, §2.3.1).
package struct SiteOrigin: Sendable, Hashable, CustomStringConvertible {
    package let description: String
    /// Host and port, as a browser sends them in `Host`.
    package let authority: String
    /// Whether it stands for many names.
    package let isPattern: Bool

    private static let letters = Set("abcdefghijklmnopqrstuvwxyz0123456789-")

    /// Reads scheme, host and port, and nothing behind them; nil for anything else.
    ///
    /// `http://` is taken for this machine alone. The name of a pattern has two labels at least, for `https://*.example`
    /// would be everybody's.
    package init?(_ text: String) {
        let text = text.lowercased()
        let isPlain = text.hasPrefix("http://")
        guard isPlain || text.hasPrefix("https://") else { return nil }
        var rest = text.dropFirst(isPlain ? 7 : 8)
        if rest.hasSuffix("/") { rest = rest.dropLast() }
        let parts = rest.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.count == 1 || Int(parts[1]).map({ (1...65_535).contains($0) }) == true
        else { return nil }
        let isPattern = parts[0].hasPrefix("*.")
        let labels = parts[0].dropFirst(isPattern ? 2 : 0)
            .split(separator: ".", omittingEmptySubsequences: false)
        guard labels.allSatisfy({ (1...63).contains($0.count) && $0.allSatisfy(Self.letters.contains) }),
            !isPattern || labels.count >= 2,
            !isPlain || parts[0] == "localhost" || parts[0] == "127.0.0.1"
        else { return nil }
        self.description = (isPlain ? "http://" : "https://") + rest
        self.authority = String(rest)
        self.isPattern = isPattern
    }
}
