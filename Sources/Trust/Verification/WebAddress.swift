import Foundation

/// The parts of a link as browsers read it, not as it looks: https://url.spec.whatwg.org.
struct WebAddress: Sendable, Hashable {
    /// What stands before the host and is only for show; nil without an `@`.
    let userInfo: String?
    let host: HostName
    /// Nil for the one that the scheme has by itself.
    let port: Int?
    /// As written, with the leading slash; empty for none.
    let path: String
    /// As written, without the question mark; nil for none.
    let query: String?
    /// As written, without the number sign; nil for none.
    let fragment: String?

    /// Why a text is no link that can be judged.
    enum Flaw: Error, Hashable {
        /// Neither `http` nor `https`.
        case otherScheme
        case noHost
    }

    /// Reads a link with or without `https://`.
    ///
    /// - `text`: Without white space.
    init(_ text: String) throws(Flaw) {
        let (scheme, rest) = try Self.withoutScheme(text)
        let end = rest.firstIndex { #"/\?#"#.contains($0) } ?? rest.endIndex
        var authority = rest[..<end]
        // The last one counts: what stands before it is a name to sign in with.
        if let sign = authority.lastIndex(where: { $0 == "@" || $0 == "＠" }) {
            userInfo = String(authority[..<sign])
            authority = authority[authority.index(after: sign)...]
        } else {
            userInfo = nil
        }
        let (name, port) = Self.withoutPort(authority)
        guard let host = HostName(name.removingPercentEncoding ?? name) else { throw .noHost }
        self.host = host
        self.port = port == (scheme == "http" ? 80 : 443) ? nil : port
        let tail = rest[end...]
        let fragmentStart = tail.firstIndex(of: "#") ?? tail.endIndex
        fragment = fragmentStart == tail.endIndex ? nil : String(tail[fragmentStart...].dropFirst())
        let beforeFragment = tail[..<fragmentStart]
        let queryStart = beforeFragment.firstIndex(of: "?") ?? beforeFragment.endIndex
        query =
            queryStart == beforeFragment.endIndex ? nil : String(beforeFragment[queryStart...].dropFirst())
        path = String(beforeFragment[..<queryStart])
    }

    /// - Returns: The scheme in lower case, nil for none; and what follows the slashes after it.
    private static func withoutScheme(_ text: String) throws(Flaw) -> (String?, Substring) {
        guard let match = text.prefixMatch(of: /([A-Za-z][A-Za-z0-9+.\-]*):/) else {
            // Without a scheme browsers take two slashes for "the same scheme as here".
            return (nil, text.drop { #"/\"#.contains($0) })
        }
        let scheme = match.output.1.lowercased()
        let rest = text[match.range.upperBound...]
        if scheme == "http" || scheme == "https" {
            return (scheme, rest.drop { #"/\"#.contains($0) })
        }
        // A host and its port look like a scheme.
        let afterPort = rest.drop(while: \.isNumber).first
        if scheme.contains("."), rest.first?.isNumber == true,
            afterPort.map({ #"/\?#"#.contains($0) }) ?? true
        {
            return (nil, text[...])
        }
        throw .otherScheme
    }

    private static func withoutPort(_ authority: Substring) -> (String, Int?) {
        guard let colon = authority.lastIndex(of: ":") else { return (String(authority), nil) }
        let digits = authority[authority.index(after: colon)...]
        guard digits.utf8.count <= 5, digits.utf8.allSatisfy({ (48...57).contains($0) }) else {
            return (String(authority), nil)
        }
        return (String(authority[..<colon]), Int(digits))
    }

    /// The path as a server may come to understand it: decoded, slashes alike, steps upwards taken, in lower case.
    var segments: [String] {
        let plain = Self.decoded(path).replacing("\\", with: "/").lowercased()
        var segments: [String] = []
        for segment in plain.split(separator: "/") {
            // What follows a semicolon is a parameter to some servers.
            switch segment.prefix(while: { $0 != ";" }) {
            case ".", "": continue
            case "..": _ = segments.popLast()
            case let name: segments.append(String(name))
            }
        }
        return segments
    }

    /// A text whose percent signs were undone as often as somebody may have nested them.
    static func decoded(_ text: String) -> String {
        var text = text
        for _ in 0..<4 {
            guard let next = text.removingPercentEncoding, next != text else { break }
            text = next
        }
        return text
    }

    /// Names and values of the query, as often decoded.
    var parameters: [(name: String, value: String)] {
        (query ?? "").split(whereSeparator: { $0 == "&" || $0 == ";" }).map { field in
            let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let value = parts.count > 1 ? String(parts[1]).replacing("+", with: " ") : ""
            return (Self.decoded(String(parts[0])).lowercased(), Self.decoded(value))
        }
    }
}

extension WebAddress {
    /// Parameters that pages take another address by.
    private static let redirecting: Set<String> = [
        "callback", "checkout_url", "continue", "dest", "destination", "forward", "go", "goto", "link",
        "location",
        "next", "out", "redir", "redirect", "redirect_to", "redirect_uri", "redirect_url", "redirecturl",
        "ref_url", "return", "return_to", "return_url", "returnto", "returnurl", "rurl", "success_url",
        "target",
        "to", "u", "uri", "url", "view",
    ]
    /// Steps of a path that are there to lead elsewhere.
    private static let doors: Set<String> = [
        "away", "click", "exit", "external", "goto", "jump", "leave", "out", "outbound", "redir", "redirect",
        "redirector",
    ]

    /// How an address in the middle of a text begins.
    private static var beginnings: Regex<Substring> {
        /(?i)(?:https?|javascript|data|vbscript|intent):\/*|[a-z][a-z0-9+.\-]{0,20}:\/+|\/\//
    }

    /// Whether it may lead on to a host other than these.
    ///
    /// It is asked for addresses of official hosts, where a mistake towards yes costs a careful answer only.
    func mayLeadAway(from isOurs: (HostName) -> Bool) -> Bool {
        if segments.contains(where: Self.doors.contains) { return true }
        var places = parameters.map { (Self.redirecting.contains($0.name), $0.value) }
        places += parameters.map { (false, $0.name) }
        places.append((false, Self.decoded(path).replacing("\\", with: "/")))
        if let fragment { places.append((false, Self.decoded(fragment).replacing("+", with: " "))) }
        return places.contains { isTarget, text in
            Self.leadsAway(text, isTarget: isTarget, isOurs)
        }
    }

    private static func leadsAway(_ text: String, isTarget: Bool, _ isOurs: (HostName) -> Bool) -> Bool {
        let text = String(text.replacing("\\", with: "/").filter { !$0.isWhitespace })
        let starts = text.matches(of: Self.beginnings).map(\.range.upperBound)
        for start in starts {
            // What is no link leads nowhere known.
            guard let address = try? WebAddress("https://\(text[start...])"),
                isOurs(address.host), address.userInfo == nil
            else { return true }
        }
        guard isTarget, starts.isEmpty, !text.hasPrefix("/"), !text.isEmpty else { return false }
        // `next=evil.example` and `next=@evil.example`, which some pages append to their own address.
        guard text.contains(".") || text.hasPrefix("@") else { return false }
        guard let address = try? WebAddress("https://\(text)") else { return true }  // likewise
        return !isOurs(address.host) || address.userInfo != nil
    }
}
