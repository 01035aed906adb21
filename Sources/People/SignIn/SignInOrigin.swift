package import Base

/// Where a request of somebody who signs in comes from.
package struct SignInOrigin: Sendable, Hashable {
    package static let unknown = SignInOrigin(address: nil, userAgent: nil)

    /// The address; nil for what does not come over the network.
    package let address: String?
    package let device: Device
    /// The language of the page; nil when it is not known.
    package let locale: LocaleCode?

    package init(address: String?, userAgent: String?, locale: LocaleCode? = nil) {
        self.address = address
        self.locale = locale
        self.device = Device(userAgent: userAgent ?? "")
    }
}

/// What somebody works with, as far as their browser says: enough to recognise one's own, not to be believed.
package struct Device: Sendable, Hashable {
    /// Such as `Firefox`, or a program's name; empty when unknown.
    package let browser: String
    /// Such as `Windows`; empty when unknown.
    package let platform: String

    package init(browser: String, platform: String) {
        self.browser = browser
        self.platform = platform
    }

    /// What is read from `User-Agent`, the first that fits: most browsers name others besides.
    private static let browsers = [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"),
        ("MicroMessenger/", "WeChat"),
        ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]
    private static let platforms = [
        ("iPhone", "iOS"), ("iPad", "iPadOS"), ("Android", "Android"), ("Windows", "Windows"),
        ("CrOS", "ChromeOS"),
        ("Mac OS X", "macOS"), ("Linux", "Linux"),
    ]

    /// Reads a `User-Agent` (RFC 9110, section 10.1.5).
    package init(userAgent: String) {
        let text = String(userAgent.prefix(400))
        func named(_ names: [(String, String)]) -> String? { names.first { text.contains($0.0) }?.1 }
        // A program's name is all that it says before its version.
        let program = text.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }.prefix(
            40
        )
        self.init(browser: named(Self.browsers) ?? String(program), platform: named(Self.platforms) ?? "")
    }
}
