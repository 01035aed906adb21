import Foundation
import Web

/// The sites around ours: those that show the widget, and the host of files.
extension ServerConfiguration {
    /// What browsers are told about our answers.
    var browserPolicy: BrowserPolicy {
        var policy = BrowserPolicy()
        policy.widgetSites = widgetSites
        policy.fileOrigin = fileOrigin
        policy.isReachedByTLS = usesSecureCookies
        return policy
    }

    mutating func readSites(_ settings: inout SettingsReader) {
        for text in (settings.text("widget.sites") ?? "").split(whereSeparator: { $0 == "," || $0 == " " }) {
            if let site = SiteOrigin(String(text)) {
                widgetSites.append(site)
            } else {
                settings.complain(
                    """
                    widget.sites holds \(text), which is no site such as https://exchange.example or \
                    https://*.exchange.example; http:// is taken for this machine alone
                    """
                )
            }
        }
        fileOrigin = Self.site("files.url", such: "https://files.example", &settings)
        site = Self.site("site.url", such: "https://help.example", &settings)
        deskSite = Self.site("desk.url", such: "https://support.example", &settings) ?? site
    }

    mutating func readAllowedHosts(_ settings: inout SettingsReader) {
        checksLinks = settings.flag("links.outside", checksLinks)
        let words = (settings.text("outgoing.allowed.hosts") ?? "").split { $0 == "," || $0 == " " }
        do {
            allowedHosts = try AllowedHosts(words.map(String.init))
        } catch {
            settings.complain(
                "outgoing.allowed.hosts holds \(error.word), which is no host name, address or range"
            )
        }
    }

    private static func site(
        _ key: String,
        such example: String,
        _ settings: inout SettingsReader
    ) -> SiteOrigin? {
        guard let text = settings.text(key) else { return nil }
        if let origin = SiteOrigin(text), !origin.isPattern { return origin }
        settings.complain("\(key) must be a site alone, such as \(example)")
        return nil
    }

    /// Whether an address is one of a program of the operator's; a mistake otherwise.
    static func isProgram(_ url: String, _ key: String, _ settings: inout SettingsReader) -> Bool {
        let host = URL(string: url)?.host() ?? ""
        let isHere = ["127.0.0.1", "::1", "localhost"].contains(host)
        guard !host.isEmpty, url.hasPrefix("https://") || (isHere && url.hasPrefix("http://")) else {
            settings.complain("\(key) must begin with https://; http:// is taken for this machine alone")
            return false
        }
        return true
    }
}
