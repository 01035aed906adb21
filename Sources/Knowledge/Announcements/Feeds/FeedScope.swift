import Base
import Hummingbird
import Web

/// Of what somebody wants to hear: one kind, one product, or all.
struct FeedScope: Sendable, Hashable {
    let kind: Announcement.Kind?
    let product: String?

    init(kind: Announcement.Kind? = nil, product: String? = nil) {
        self.kind = kind
        self.product = product
    }

    /// - Throws: ``Problem`` 422 `invalid_parameter`.
    init(_ request: Request) throws {
        let product = request.query("product").flatMap { $0.isEmpty ? nil : $0 }
        guard product.map({ AffectedScope.isName($0) }) ?? true else {
            throw Problem(422, "invalid_parameter", "product is no short name such as withdrawals.")
        }
        self.init(kind: try request.query("kind", as: Announcement.Kind.self), product: product)
    }

    func holds(_ announcement: Announcement) -> Bool {
        (kind == nil || kind == announcement.kind)
            && (product.map { announcement.scope.products.contains($0) } ?? true)
    }

    /// An address with this scope and a language.
    func address(_ path: String, _ locale: LocaleCode) -> String {
        PageAddress(path, ["kind": kind?.rawValue, "product": product, "lang": locale.rawValue]).url
    }
}

/// Where a feed stands and in which language it is.
struct FeedSource: Sendable {
    let scope: FeedScope
    let site: SiteOrigin
    let localisation: Localisation
    let locale: LocaleCode
    let brand: String

    /// What it is called, such as "Example: Maintenance, Withdrawals".
    var title: String {
        let names = [
            scope.kind.map { localisation.text("announcements.kind.\($0.rawValue)", in: locale) },
            scope.product.map { AffectedScope.productName($0, localisation, locale) },
        ].compactMap(\.self)
        let named = names.isEmpty ? [localisation.text("announcements.title", in: locale)] : names
        return "\(brand): \(named.joined(separator: ", "))"
    }

    /// Without host.
    func address(of announcement: Announcement) -> String {
        "/announcements/\(announcement.slug)?lang=\(locale.rawValue)"
    }

    func url(of announcement: Announcement) -> String {
        "\(site)\(address(of: announcement))"
    }

    /// How it went on, the latest first, and what it says; every text escaped or cleaned.
    func content(of announcement: Announcement, _ translation: Announcement.Translation) -> SafeHTML {
        let updates = translation.updates.map { update in
            let state = update.state.map { announcement.kind.name(of: $0, localisation, locale) + ": " } ?? ""
            let time = SafeHTML(escaping: update.at.text(in: locale)).markup
            return "<p><strong>\(time)</strong> \(SafeHTML(escaping: state + update.text).markup)</p>"
        }
        return SafeHTML(
            trusted: updates.joined() + MarkdownDocument(translation.body, in: translation.locale).html.markup
        )
    }
}

extension ID {
    /// The UUID as RFC 9562 writes it.
    var uuid: String {
        let digits = bytes.hexadecimal
        var parts: [Substring] = []
        var rest = digits[...]
        for length in [8, 4, 4, 4, 12] {
            parts.append(rest.prefix(length))
            rest = rest.dropFirst(length)
        }
        return parts.joined(separator: "-")
    }
}
