import Base
import Foundation
import Hummingbird
import Web

/// The address of a page with what it is asked for; unset fields are left out.
struct PageAddress: Sendable, Hashable {
    let path: String
    private var fields: [Field] = []

    private struct Field: Sendable, Hashable {
        let name: String
        let value: String
    }

    init(_ path: String, _ fields: KeyValuePairs<String, String?> = [:]) {
        self.path = path
        self.fields = fields.compactMap { name, value in value.map { Field(name: name, value: $0) } }
    }

    var url: String {
        let query = fields.map { "\($0.name)=\(Self.encode($0.value))" }.joined(separator: "&")
        return query.isEmpty ? path : "\(path)?\(query)"
    }

    /// The same page in each language.
    func translations(_ locales: [LocaleCode]) -> [LocaleCode: String] {
        let addresses = locales.map { locale in
            var address = self
            address.fields.append(Field(name: "lang", value: locale.rawValue))
            return (locale, address.url)
        }
        return Dictionary(addresses) { first, _ in first }
    }

    /// RFC 3986's unreserved characters; everything else is escaped.
    private static let plain = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
    )

    private static func encode(_ value: String) -> String {
        value.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
    }
}

extension Request {
    /// What somebody typed into a search field: `q`, its white space put in order, 200 characters at most; may be
    /// empty.
    var question: String { Self.question(query("q") ?? "") }

    /// What somebody asked on the page of results that they come from, by the `Referer` that browsers send within one
    /// site (RFC 9110 §10.1.3); nil for whoever comes from elsewhere.
    var questionBefore: String? {
        guard let referer = headers[.referer], referer.utf8.count <= 4_096,
            let address = URLComponents(string: referer), let host = address.host,
            address.path == ResultsQuestion.path
        else { return nil }
        let authority = address.port.map { "\(host):\($0)" } ?? host
        guard authority.lowercased() == head.authority?.lowercased() else { return nil }
        let asked = address.queryItems?.first { $0.name == "q" }?.value
        // A form sends a space as a plus sign, which is one of itself in an address.
        return asked.map { Self.question($0.replacing("+", with: " ")) }
    }

    private static func question(_ text: String) -> String {
        String(text.split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(200))
    }
}
