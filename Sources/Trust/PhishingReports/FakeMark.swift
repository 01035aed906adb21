import Base
import Crypto
import Foundation
import People

/// What a fake is recognised by, whatever its writing: the host of a link, an address, a number, an account.
struct FakeMark: Sendable, Hashable {
    /// Where everybody may put a page of their own: such a page is known by its address and not by its host.
    private static let shared: Set<String> = [
        "bit.ly", "cutt.ly", "docs.google.com", "drive.google.com", "dropbox.com", "forms.gle",
        "forms.office.com", "goo.gl",
        "is.gd", "linktr.ee", "notion.so", "onedrive.live.com", "rebrand.ly", "reurl.cc", "s.id",
        "sites.google.com",
        "storage.googleapis.com", "suo.im", "surl.li", "t.cn", "t.co", "t.ly", "telegra.ph", "tinyurl.com",
        "url.cn",
        "v.ht", "w.url.cn",
    ]
    /// More steps of a path tell nothing more.
    private static let mostSteps = 8
    static let longestShown = 300

    let kind: PhishingReport.Kind
    /// The same for every writing, such as `host:evil.example`.
    let key: String
    /// As people read it; a host with its own letters, punycode beside it.
    let shown: String

    private init(_ kind: PhishingReport.Kind, _ key: String, shown: String) {
        self.kind = kind
        self.key = key
        self.shown = String(shown.unicodeScalars.prefix(Self.longestShown))
    }

    /// A message that is a picture, or says nothing that could be recognised elsewhere.
    static func message(_ conversation: String, _ seq: Int, reference: String) -> FakeMark {
        FakeMark(.message, "message:\(conversation)#\(seq)", shown: "\(reference) #\(seq)")
    }

    /// A picture, known by its pixels as they are kept.
    static func picture(_ content: [UInt8]) -> FakeMark {
        let digest = SHA256.hash(data: Data(content)).hexadecimal
        return FakeMark(.picture, "picture:\(digest)", shown: "#\(digest.prefix(8))")
    }

    /// What is recognised of something pasted, each once.
    ///
    /// - `isOurs`: A page of an official host is known by its address: never is the host itself a fake.
    static func all(in content: PastedValue.Content, isOurs: (HostName) -> Bool) -> [FakeMark] {
        guard case .parts(let parts) = content else { return [one(content, isOurs)].compactMap(\.self) }
        return parts.compactMap { one($0, isOurs) }.reduce(into: []) { marks, mark in
            if !marks.contains(where: { $0.key == mark.key }) { marks.append(mark) }
        }
    }

    private static func one(_ content: PastedValue.Content, _ isOurs: (HostName) -> Bool) -> FakeMark? {
        switch content {
        case .link(let address): return link(address, isOurs(address.host))
        case .email(let address):
            return FakeMark(
                .email,
                "email:\(address.ascii)",
                shown: "\(address.local)@\(ChannelVerifier.shown(address.host))"
            )
        case .phone(let number): return FakeMark(.phone, "phone:\(number.readable)", shown: number.readable)
        case .handle(let platform, let name): return account(SocialPlatform.plain(name), on: platform)
        case .badge(let badge, _): return FakeMark(.badge, "badge:\(badge.rawValue)", shown: badge.rawValue)
        case .malformed, .parts: return nil
        }
    }

    private static func link(_ address: WebAddress, _ isOurs: Bool) -> FakeMark {
        if let store = AppStore(host: address.host), let id = store.app(at: address) {
            return FakeMark(.app, "app:\(store.rawValue):\(id)", shown: "\(store.name): \(id)")
        }
        let platform = SocialPlatform(host: address.host)
        if let platform, let name = platform.account(at: address) {
            return account(SocialPlatform.plain(name), on: platform)
        }
        let isShared =
            shared.contains(plain(address.host)) || AppStore(host: address.host) != nil || platform != nil
        guard isShared || isOurs else {
            return FakeMark(.link, "host:\(plain(address.host))", shown: ChannelVerifier.shown(address.host))
        }
        return FakeMark(.link, "page:\(page(address))", shown: page(address))
    }

    private static func account(_ name: String, on platform: SocialPlatform?) -> FakeMark {
        let shown = platform.map { "\($0.name): \(name)" } ?? "@\(name)"
        return FakeMark(.handle, "handle:\(platform?.rawValue ?? ""):\(name)", shown: shown)
    }

    private static func plain(_ host: HostName) -> String {
        host.ascii.hasPrefix("www.") ? String(host.ascii.dropFirst(4)) : host.ascii
    }

    private static func page(_ address: WebAddress) -> String {
        let steps = address.segments.prefix(mostSteps)
        let query = steps.isEmpty ? (address.query.map { "?\($0)" } ?? "") : ""
        return String(
            ([plain(address.host)] + steps).joined(separator: "/").prefix(longestShown) + query.prefix(80)
        )
    }

    /// Every key under which something pasted may be known; none for a text of several things.
    static func lookups(for content: PastedValue.Content) -> [String] {
        guard case .link(let address) = content else {
            guard let mark = one(content, { _ in false }) else { return [] }
            if case .handle(_?, let name) = content {
                return [mark.key, "handle::\(SocialPlatform.plain(name))"]
            }
            return [mark.key]
        }
        let mark = link(address, false)
        let labels = plain(address.host).split(separator: ".")
        // A name under a fake is a fake.
        let hosts = labels.indices.dropLast().suffix(12).map {
            "host:\(labels[$0...].joined(separator: "."))"
        }
        return Array(Set([mark.key, "page:\(page(address))"] + hosts))
    }
}
