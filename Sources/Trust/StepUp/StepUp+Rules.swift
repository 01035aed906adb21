package import Base

extension StepUp {
    /// Something that happens to a step-up.
    package enum Event: Sendable, Hashable {
        /// A code is about to be sent; nothing is out any more that was sent before.
        case sending(codeHash: [UInt8])
        /// It is on its way.
        case sent(to: String)
        /// It could not be sent, which does not count.
        case notSent
        /// An answer came and is about to be looked at: it counts before anybody knows whether it is right, so that
        /// many at a time are no more than one after the other.
        case answered
        case wasRight, wasWrong
        /// Nobody could tell, which does not count.
        case notChecked
        /// An agent takes it back, or asks for another one.
        case takenBack
    }

    /// What has to be told in the conversation.
    package enum Effect: Sendable, Hashable {
        case tellVerified, tellFailed, tellTakenBack
    }

    /// Moves it on one event; on a throw it is unchanged.
    ///
    /// - `identity`: Who the customer of the conversation is by now, hashed as ``identity`` was.
    package mutating func apply(
        _ event: Event,
        at now: Instant,
        for identity: StepUpIdentity
    ) throws(StepUpError) -> [Effect] {
        switch standing(at: now, for: identity) {
        case .waiting: return try applyWaiting(event, at: now)
        case .expired where status == .waiting:
            // What was asked about in time may be told a little late, for better or worse.
            switch event {
            case .wasRight, .wasWrong, .notChecked, .sent, .notSent: return try applyWaiting(event, at: now)
            case .takenBack: return []
            case .sending, .answered: throw .over(.expired)
            }
        case .cleared: throw .over(.cleared)
        case .verified, .expired, .failed, .cancelled:
            throw .over(status == .verified && now >= validUntil ?? now ? .expired : status)
        }
    }

    private mutating func applyWaiting(_ event: Event, at now: Instant) throws(StepUpError) -> [Effect] {
        switch event {
        case .sending(let hash):
            guard method.isSent else { throw .nothingToSend }
            guard let next = nextSendAt else { throw .tooManySends }
            guard now >= next else { throw .sentJustNow(again: next - now) }
            sends += 1
            lastSentAt = now
            codeHash = hash
        case .sent(let target):
            sentTo = target
        case .notSent:
            sends = max(0, sends - 1)
            lastSentAt = nil
            codeHash = nil
        case .answered:
            guard !method.isSent || codeHash != nil else { throw .noCodeSent }
            guard attempts < Self.mostAttempts else { throw .over(.failed) }
            attempts += 1
        case .wasRight:
            decide(.verified, at: now)
            validUntil = now + Self.validity
            return [.tellVerified]
        case .wasWrong:
            guard attempts >= Self.mostAttempts else { return [] }
            decide(.failed, at: now)
            return [.tellFailed]
        case .notChecked:
            attempts = max(0, attempts - 1)
        case .takenBack:
            decide(.cancelled, at: now)
            return [.tellTakenBack]
        }
        return []
    }

    /// Another one is asked for: it ends without a word.
    mutating func supersede(at now: Instant) {
        guard status == .waiting else { return }
        decide(.cancelled, at: now)
    }

    /// A code counts once, whatever became of it.
    private mutating func decide(_ status: Status, at now: Instant) {
        self.status = status
        decidedAt = now
        codeHash = nil
    }
}
