package import Base
package import People
package import Safeguard
import Synchronization

/// The answer to "is this really you?".
///
/// What is asked about is neither stored nor logged.
package struct Verifications: Sendable {
    private let channels: OfficialChannels
    private let agents: Agents
    private let challenges: BadgeChallenges
    private let reports: PhishingReports
    private let gate: SecretsGate
    private let clock: any WallClock
    private let known = KnownVerifier()

    package init(
        channels: OfficialChannels,
        agents: Agents,
        challenges: BadgeChallenges,
        reports: PhishingReports,
        gate: SecretsGate,
        clock: any WallClock
    ) {
        self.channels = channels
        self.agents = agents
        self.challenges = challenges
        self.reports = reports
        self.gate = gate
        self.clock = clock
    }

    /// Judges what somebody pasted.
    ///
    /// - Parameters:
    ///   - text: 1...``PastedValue/longest`` characters, whatever they are.
    ///   - asker: The customer whose session the page has; nil for nobody that is known.
    /// - Returns: What is known of it; a challenge's code is used up by this.
    /// - Throws: ``VerificationError``; `DatabaseError`.
    package func verify(_ text: String, by asker: Customer? = nil) async throws -> Verification {
        let value = try PastedValue(text)
        if let code = value.code, let answer = try await challenges.check(code, by: asker) {
            return Verification(answer)
        }
        guard gate.mask(text).kinds.isEmpty else { return Verification(.text, .containsSecret) }
        let verifier = known.verifier(for: try await channels.all())
        var isActive = false
        if let badge = value.badge { isActive = try await agents.isActive(badge) }
        let fakes = try await reports.confirmed(among: value.lookups)
        let found = verifier.verify(value, isActiveBadge: isActive, fakes: fakes, at: clock.now)
        return value.isWrittenAsCode && found.reason == .notListed
            ? Verification(.challenge, .unlistedChallenge) : found
    }
}

/// The verifier of the register as it was read last: to make one takes longer than to ask it.
private final class KnownVerifier: Sendable {
    private let known = Mutex<(channels: [OfficialChannel], verifier: ChannelVerifier)?>(nil)

    func verifier(for channels: [OfficialChannel]) -> ChannelVerifier {
        if let known = known.withLock({ $0 }), known.channels == channels { return known.verifier }
        let verifier = ChannelVerifier(channels)
        known.withLock { $0 = (channels, verifier) }
        return verifier
    }
}
