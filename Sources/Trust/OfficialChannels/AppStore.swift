/// Where apps are had.
package enum AppStore: String, Sendable, Hashable, CaseIterable, Codable {
    case apple, googlePlay = "google_play", huawei, samsung, microsoft

    /// As it calls itself; a name is not translated.
    package var name: String {
        switch self {
        case .apple: "App Store"
        case .googlePlay: "Google Play"
        case .huawei: "AppGallery"
        case .samsung: "Galaxy Store"
        case .microsoft: "Microsoft Store"
        }
    }

    private var hosts: Set<String> {
        switch self {
        case .apple: ["apps.apple.com", "itunes.apple.com"]
        case .googlePlay: ["play.google.com"]
        case .huawei: ["appgallery.huawei.com", "appgallery.cloud.huawei.com"]
        case .samsung: ["galaxystore.samsung.com", "apps.samsung.com"]
        case .microsoft: ["apps.microsoft.com"]
        }
    }

    /// Whose host it is; nil for a host of none.
    init?(host: HostName) {
        guard let store = Self.allCases.first(where: { $0.hosts.contains(host.ascii) }) else { return nil }
        self = store
    }

    /// The app that an address shows; nil where it shows none.
    func app(at address: WebAddress) -> String? {
        let path = WebAddress.decoded(address.path).split(separator: "/").map(String.init)
        let id: String?
        switch self {
        case .apple:
            id = path.last.flatMap { $0.wholeMatch(of: /id[0-9]{6,12}/) == nil ? nil : $0 }
        case .googlePlay:
            let ids = address.parameters.filter { $0.name == "id" }
            // Of two ids one page takes the first and another the last.
            id = path == ["store", "apps", "details"] && ids.count == 1 ? ids[0].value : nil
        case .huawei:
            let places =
                path + WebAddress.decoded(address.fragment ?? "").split(separator: "/").map(String.init)
            id = places.first { $0.wholeMatch(of: /C[0-9]{5,12}/) != nil }
        case .samsung: id = path.count == 2 && path[0] == "detail" ? path[1] : nil
        case .microsoft: id = path.count >= 2 && path[0] == "detail" ? path[1] : nil
        }
        return id.map(Self.plain)
    }

    /// An id as it is compared.
    static func plain(_ id: String) -> String { id.lowercased() }
}
