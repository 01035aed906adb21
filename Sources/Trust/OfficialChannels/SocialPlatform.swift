import Foundation

/// Where accounts have addresses of their own that anybody can look like.
package enum SocialPlatform: String, Sendable, Hashable, CaseIterable, Codable {
    case x, telegram, youtube, facebook, instagram, tiktok, discord, github, linkedin, reddit, medium, weibo,
        wechat

    /// As it calls itself; a name is not translated.
    package var name: String {
        switch self {
        case .x: "X"
        case .telegram: "Telegram"
        case .youtube: "YouTube"
        case .facebook: "Facebook"
        case .instagram: "Instagram"
        case .tiktok: "TikTok"
        case .discord: "Discord"
        case .github: "GitHub"
        case .linkedin: "LinkedIn"
        case .reddit: "Reddit"
        case .medium: "Medium"
        case .weibo: "Weibo"
        case .wechat: "WeChat"
        }
    }

    /// What people write before an account's name.
    private var names: [String] {
        switch self {
        case .x: ["x", "twitter", "推特"]
        case .telegram: ["telegram", "tg", "电报"]
        case .youtube: ["youtube", "油管"]
        case .facebook: ["facebook", "fb", "脸书"]
        case .instagram: ["instagram", "ig"]
        case .tiktok: ["tiktok"]
        case .discord: ["discord"]
        case .github: ["github"]
        case .linkedin: ["linkedin", "领英"]
        case .reddit: ["reddit"]
        case .medium: ["medium"]
        case .weibo: ["weibo", "微博", "新浪微博"]
        case .wechat: ["wechat", "weixin", "微信", "微信号", "微信公众号", "公众号"]
        }
    }

    package init?(called name: String) {
        let name = name.lowercased()
        guard let platform = Self.allCases.first(where: { $0.names.contains(name) }) else { return nil }
        self = platform
    }

    private var hosts: [String] {
        switch self {
        case .x: ["x.com", "twitter.com"]
        case .telegram: ["t.me", "telegram.me", "telegram.dog"]
        case .youtube: ["youtube.com"]
        case .facebook: ["facebook.com", "fb.com"]
        case .instagram: ["instagram.com"]
        case .tiktok: ["tiktok.com"]
        case .discord: ["discord.gg", "discord.com"]
        case .github: ["github.com"]
        case .linkedin: ["linkedin.com"]
        case .reddit: ["reddit.com"]
        case .medium: ["medium.com"]
        case .weibo: ["weibo.com", "weibo.cn"]
        case .wechat: []
        }
    }

    /// Whose host it is; nil for a host of none.
    init?(host: HostName) {
        guard
            let platform = Self.allCases.first(where: { platform in
                platform.hosts.contains { host.ascii == $0 || host.ascii.hasSuffix(".\($0)") }
            })
        else { return nil }
        self = platform
    }

    /// The account that an address shows, and nothing besides.
    ///
    /// - Returns: nil for everything deeper: some platforms show another account's post under any name.
    func account(at address: WebAddress) -> String? {
        let path = WebAddress.decoded(address.path).split(separator: "/").map(String.init)
        let own = ["www.", "m.", "mobile.", ""].map { prefix in hosts.map { prefix + $0 } }.joined()
        guard own.contains(address.host.ascii) else {
            // name.t.me is t.me/name; of other platforms' names below a host nothing is known.
            let name = address.host.ascii.split(separator: ".").first.map(String.init)
            return self == .telegram && address.host.labels.count == 3 && path.isEmpty ? name : nil
        }
        switch (self, path.first, path.count) {
        case (.youtube, "channel", 2), (.youtube, "c", 2), (.youtube, "user", 2), (.linkedin, "company", 2),
            (.linkedin, "in", 2), (.linkedin, "school", 2), (.reddit, "r", 2), (.reddit, "user", 2),
            (.telegram, "s", 2),
            (.weibo, "u", 2):
            return path[1]
        case (.discord, "invite", 2): return path[1]
        case (.discord, let name?, 1): return address.host.ascii.hasSuffix("discord.gg") ? name : nil
        case (.youtube, let name?, 1), (.tiktok, let name?, 1), (.medium, let name?, 1):
            return name.hasPrefix("@") ? String(name.dropFirst()) : nil
        case (.linkedin, _, _), (.reddit, _, _), (.wechat, _, _): return nil
        case (_, let name?, 1): return name
        default: return nil
        }
    }

    /// A name as it is compared: without the sign before it, in lower case.
    static func plain(_ handle: String) -> String {
        let text = handle.precomposedStringWithCompatibilityMapping
        return String(text.drop { $0 == "@" }).lowercased()
    }
}
