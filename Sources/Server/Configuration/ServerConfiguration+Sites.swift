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
        guard let text = settings.text("files.url") else { return }
        if let origin = SiteOrigin(text), !origin.isPattern {
            fileOrigin = origin
        } else {
            settings.complain("files.url must be a site alone, such as https://files.example")
        }
    }
}
