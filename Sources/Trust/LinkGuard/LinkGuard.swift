package import Base
import Synchronization

/// What is known of the links in messages.
///
/// It is computed in memory, from the register and the blocklist as they were read last, so that every message can be
/// shown with it. Nothing is opened, asked or looked up.
package final class LinkGuard: Sendable {
    /// Links that are remembered, and for how long: channels begin and end.
    private static let mostRemembered = 4096
    private static let rememberedFor = Duration.seconds(60)

    private struct State {
        var verifier: ChannelVerifier
        var channels: [OfficialChannel] = []
        var fakes: Set<String> = []
        var known: [LinkFinder.Place: GuardedLink] = [:]
        var since: Instant
    }

    /// What became of the blocklist; of links alone.
    package struct Change: Sendable, Hashable {
        /// Hosts, and pages as `host/path`, that are fakes now.
        package let reported: [String]
        /// Those that are not any more.
        package let cleared: [String]

        package var isEmpty: Bool { reported.isEmpty && cleared.isEmpty }
    }

    private let state: Mutex<State>
    private let clock: any WallClock

    /// A guard that knows nothing yet: every link is unknown.
    package init(clock: any WallClock) {
        self.clock = clock
        self.state = Mutex(State(verifier: ChannelVerifier([]), since: clock.now))
    }

    /// Takes the register and the blocklist into use.
    func use(_ channels: [OfficialChannel], fakes: Set<String>) -> Change {
        state.withLock { state in
            let (before, now) = (state.fakes, clock.now)
            if state.channels != channels {
                state.verifier = ChannelVerifier(channels)
                state.channels = channels
            }
            state.fakes = fakes
            state.known = [:]
            state.since = now
            return Change(
                reported: Self.links(fakes.subtracting(before)),
                cleared: Self.links(before.subtracting(fakes))
            )
        }
    }

    private static func links(_ keys: Set<String>) -> [String] {
        keys.compactMap { key in
            key.hasPrefix("host:") || key.hasPrefix("page:") ? String(key.dropFirst(5)) : nil
        }.sorted()
    }

    /// The links of a text in their order: all that the timeline makes links of, and of what looks like the name of a site
    /// or an address of mail only the fakes.
    package func links(in text: String) -> [GuardedLink] {
        let places = LinkFinder.places(in: text)
        guard !places.isEmpty else { return [] }
        return places.map { ($0, link($0)) }
            .filter { $0.hasScheme || $1.verdict == .impersonation }
            .map(\.1)
    }

    private func link(_ place: LinkFinder.Place) -> GuardedLink {
        let now = clock.now
        let (known, verifier, fakes) = state.withLock { state in
            if now - state.since > Self.rememberedFor || state.known.count > Self.mostRemembered {
                state.known = [:]
                state.since = now
            }
            return (state.known[place], state.verifier, state.fakes)
        }
        if let known { return known }
        let found = verifier.verify(place.content, fakes: fakes, at: now)
        let link = GuardedLink(
            text: place.text,
            kind: found.kind,
            host: Self.host(of: place.content),
            verdict: found.verdict,
            reason: found.reason,
            matched: found.matched
        )
        state.withLock { $0.known[place] = link }
        return link
    }

    private static func host(of content: PastedValue.Content) -> String {
        switch content {
        case .link(let address): ChannelVerifier.shown(address.host)
        case .email(let address): ChannelVerifier.shown(address.host)
        case .phone, .handle, .badge, .parts, .malformed: ""
        }
    }
}
