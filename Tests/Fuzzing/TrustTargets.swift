@testable import Base
import Foundation
@testable import Trust

let trustTargets = [pasted, links, channels]

private let now = Instant(milliseconds: 1_767_225_600_000)

private let register: [OfficialChannel] = {
    let drafts: [OfficialChannel.Draft] = [
        .init(.domain, "demo-exchange.com", userContent: ["/community", "forum.demo-exchange.com"]),
        .init(.domain, "Börse-Demo.example"), .init(.page, "https://status.host.example/Demo/?a=1"),
        .init(.email, "Support@Demo-Exchange.com"), .init(.phone, "+44 20 7946 0958"),
        .init(.social, "@DemoExchange", platform: "x"), .init(.app, "id1600000001", platform: "apple"),
    ]
    return drafts.map { draft in
        // Each of these is one; a verifier without them would find nothing.
        guard let checked = try? draft.validated() else {
            fail("a channel of ours is refused: \(draft.value)")
        }
        return OfficialChannel(id: ID(at: now), draft: checked)
    }
}()

private let verifier = ChannelVerifier(register)

private let linkGuard: LinkGuard = {
    struct FixedTime: WallClock {
        let now: Instant
    }
    let made = LinkGuard(clock: FixedTime(now: now))
    _ = made.use(register, fakes: ["host:evil.example"])
    return made
}()

/// What somebody asks "is this really you?" of.
private let pasted = FuzzTarget(
    "pasted",
    text: { text in
        let value = try PastedValue(text)
        let found = verifier.verify(value, fakes: ["host:evil.example"], at: now)
        if found.verdict == .official {
            require(found.channel != nil, "official by no channel: \(text)")
            require(value.contents.count == 1, "several things are official: \(text)")
            check(official: text, value)
        }
        require(
            !value.hasHidden || found.verdict != .official || [.phone, .badge].contains(found.kind),
            "hidden: \(text)"
        )
        // By scalars: a mark that combines with the colon makes another character of it.
        for key in value.lookups {
            require(key.unicodeScalars.dropFirst().contains(":"), "a key of no kind: \(key)")
        }
    }
)

/// What a link leads to by another parser, where it is written so plainly that all parsers read it alike.
private func check(official text: String, _ value: PastedValue) {
    guard case .link(let address) = value.content else { return }
    let ours = [
        "demo-exchange.com", "xn--brse-demo-07a.example", "status.host.example", "apps.apple.com", "x.com",
    ]
    require(
        ours.contains { address.host.ascii == $0 || address.host.ascii.hasSuffix(".\($0)") },
        "not ours: \(text)"
    )
    let isPlain = text.utf8.allSatisfy { (33...126).contains($0) && !"\\\"<>^`{|}".utf8.contains($0) }
    guard isPlain, text.lowercased().hasPrefix("http"), let host = URL(string: text)?.host() else { return }
    let plain = host.lowercased()
    let isOurs = ours.contains {
        plain == $0 || plain == "\($0)." || plain.hasSuffix(".\($0)") || plain.hasSuffix(".\($0).")
    }
    require(isOurs || plain.contains("%"), "another parser goes to \(plain): \(text)")
}

/// The links of a message.
private let links = FuzzTarget(
    "links",
    text: { text in
        let places = LinkFinder.places(in: text)
        require(places.count <= LinkFinder.most, "more links than are looked at")
        for place in places { require(text.contains(place.text), "a link that is not there: \(place.text)") }
        for link in linkGuard.links(in: text) {
            require(!link.host.isEmpty, "a link to nowhere: \(link.text)")
            require(places.contains { $0.text == link.text }, "a link that was not found: \(link.text)")
        }
    }
)

/// Channels as an admin enters them.
private let channels = FuzzTarget(
    "channels",
    text: { text in
        for kind in OfficialChannel.Kind.allCases {
            for platform in [nil, "x", "telegram", "apple", "google_play"] {
                let draft = OfficialChannel.Draft(kind, text, platform: platform)
                // What is refused is not in the register.
                guard let once = try? draft.validated() else { continue }
                // Why it is refused then does not matter: it must not be.
                guard let twice = try? once.validated() else {
                    fail("\(once.value) is refused once it is kept")
                }
                require(isSame(once.value, twice.value), "\(once.value) is kept as \(twice.value)")
                require(!PastedValue.hasHidden(once.value), "what nobody sees is kept: \(once.value)")
            }
        }
    }
)
