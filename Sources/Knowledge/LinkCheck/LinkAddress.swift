import Base
import Foundation
import Web

/// Where a link of an article leads, by its letters.
enum LinkAddress: Sendable, Hashable {
    /// A heading of the same text.
    case here(anchor: String)
    /// A page of this installation: its path without the query, escapes undone.
    case own(path: String, query: String?, anchor: String)
    /// Somebody else's: the whole address without what stands behind `#`, as it is asked.
    case outside(String)
    /// A mail program, a telephone.
    case program
    /// Nothing that a browser could open.
    case unreadable

    /// Longer ones lead nowhere.
    static let longest = OutgoingAddress.longest

    /// - Parameters:
    ///   - text: As it stands in the text, perhaps relative to the page of an article.
    ///   - site: Where everybody reaches this installation; nil where nobody said.
    init(_ text: String, site: SiteOrigin?) {
        let text = text.trimmed
        guard !text.isEmpty, text.utf8.count <= Self.longest else {
            self = .unreadable
            return
        }
        let (address, anchor) = Self.parts(of: text)
        if address.isEmpty || address.hasPrefix("?") {
            self = .here(anchor: Self.plain(anchor))
        } else if address.hasPrefix("//") {
            self = Self.elsewhere("https:\(address)")
        } else if let scheme = Self.scheme(of: address) {
            self = Self.whole(address, scheme, anchor, site)
        } else {
            self = Self.page(Self.absolute(address), anchor)
        }
    }

    /// The host that is asked; empty for one that cannot be read.
    static func host(of address: String) -> String {
        URLComponents(string: address)?.host?.lowercased() ?? ""
    }

    /// An address with a piece of it cut off at `#`.
    static func parts(of text: String) -> (address: String, anchor: String) {
        guard let hash = text.firstIndex(of: "#") else { return (text, "") }
        return (String(text[..<hash]), String(text[text.index(after: hash)...]))
    }

    /// An address that stands for another one, with the part of the page that that one led to, as browsers keep it where a
    /// redirection names none (RFC 9110, section 10.2.2).
    static func keepingPart(of original: String, in address: String) -> String {
        let part = parts(of: original).anchor
        return part.isEmpty || address.contains("#") ? address : "\(address)#\(part)"
    }

    private static func scheme(of address: String) -> String? {
        guard let end = address.firstIndex(where: { ":/?".contains($0) }), address[end] == ":" else {
            return nil
        }
        return address[..<end].lowercased()
    }

    private static func whole(
        _ address: String,
        _ scheme: String,
        _ anchor: String,
        _ site: SiteOrigin?
    ) -> LinkAddress {
        switch scheme {
        case "mailto", "tel": return .program
        case "http", "https":
            if let site, address.lowercased().hasPrefix(site.description) {
                let rest = address.dropFirst(site.description.count)
                if rest.isEmpty { return page("/", anchor) }
                if "/?".contains(rest[rest.startIndex]) { return page(String(rest), anchor) }
            }
            return elsewhere(address)
        default: return .unreadable
        }
    }

    private static func elsewhere(_ address: String) -> LinkAddress {
        let escaped = escaped(address)
        return escaped.utf8.count <= longest ? .outside(escaped) : .unreadable
    }

    /// Articles stand at `/help/…`, and what is relative counts from there.
    private static func absolute(_ address: String) -> String {
        if address.hasPrefix("/") { return address }
        var segments = ["help"]
        var rest = address[...]
        while true {
            if rest.hasPrefix("../") {
                segments = []
                rest = rest.dropFirst(3)
            } else if rest.hasPrefix("./") {
                rest = rest.dropFirst(2)
            } else {
                break
            }
        }
        return "/" + (segments + [String(rest)]).joined(separator: "/")
    }

    private static func page(_ address: String, _ anchor: String) -> LinkAddress {
        let parts = address.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var path = plain(String(parts[0]))
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return .own(
            path: path.isEmpty ? "/" : path,
            query: parts.count == 2 ? String(parts[1]) : nil,
            anchor: plain(anchor)
        )
    }

    private static func plain(_ text: String) -> String {
        text.removingPercentEncoding ?? text
    }

    /// As browsers send it: what no address has bare is escaped, the rest left as it is.
    static func escaped(_ address: String) -> String {
        address.utf8.reduce(into: "") { written, byte in
            let isBare = (33...126).contains(byte) && !bad.contains(byte)
            written +=
                isBare
                ? String(UnicodeScalar(byte))
                : "%"
                    + String(byte, radix: 16).uppercased()
                    .leftPadded
        }
    }

    private static let bad = Set("\"<>\\^`{|}".utf8)
}

extension String {
    /// With two digits.
    fileprivate var leftPadded: String { count < 2 ? "0\(self)" : self }
}
