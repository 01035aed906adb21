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
    var question: String {
        let text = query("q") ?? ""
        return String(text.split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(200))
    }
}
