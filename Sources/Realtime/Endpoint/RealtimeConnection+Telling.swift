import Base
import NIOCore

/// What the client hears.
extension RealtimeConnection {
    /// Something happened somewhere.
    func receive(_ event: RealtimeEvent) {
        context?.eventLoop.execute { self.tell(event) }
    }

    private func tell(_ event: RealtimeEvent) {
        guard !isClosing, subscriptions[event.topic] != nil else { return }
        if event.audience == .agents, !participant.isAgent { return }
        let isAuthor = event.author == participant.author
        if isAuthor, !event.includesAuthor { return }
        if let position = event.position {
            switch subscriptions[event.topic]?.heard(position) {
            case .deliver: break
            case .replay:
                replay(event.topic)
                return
            case .drop, nil: return
            }
        }
        guard context?.channel.isWritable == true else {
            close(.slowReader)
            return
        }
        write(event.frame(for: participant))
    }

    /// Reads what is missing from the database; waits when the reader is slow, so that a long history fits through.
    func replay(_ topic: String, isFirst: Bool = false) {
        guard let context, let subscription = subscriptions[topic], !subscription.isReplaying else { return }
        guard context.channel.isWritable else {
            pausedReplays.insert(topic)
            return
        }
        subscriptions[topic]?.beginReplay()
        let participant = participant
        let limit = limits.replayBatch
        let head = subscription.head
        context.eventLoop.makeFutureWithTask {
            let events = try await participant.replay(topic, after: head, limit: limit)
            return (events, isFirst ? try await participant.state(of: topic) : [])
        }.whenComplete { result in
            guard !self.isClosing, self.subscriptions[topic] != nil else { return }
            switch result {
            case .success(let (events, state)): self.tellReplayed(events, state, of: topic)
            case .failure(let error):
                // The next head finds the gap again.
                _ = self.subscriptions[topic]?.endReplay(isComplete: true)
                self.write(ServerFrame.error(self.problem(of: error), conversation: topic))
            }
        }
    }

    private func tellReplayed(_ events: [RealtimeEvent], _ state: [String], of topic: String) {
        for event in events where event.position.map({ subscriptions[topic]?.replayed($0) }) == .deliver {
            write(event.frame(for: participant), flushes: false)
        }
        for frame in state { write(frame, flushes: false) }
        let perStream = Dictionary(grouping: events) { $0.position?.stream }.values.map(\.count)
        let isComplete = (perStream.max() ?? 0) < limits.replayBatch
        let goesOn = subscriptions[topic]?.endReplay(isComplete: isComplete) ?? false
        if isComplete, let subscription = subscriptions[topic] {
            let frame = ServerFrame.head(topic, subscription.head, showsNotes: participant.isAgent)
            write(frame, flushes: false)
        }
        context?.flush()
        if goesOn { replay(topic) }
    }
}

extension RealtimeEvent {
    /// The frame as one participant reads it: only the author sees their own `client_id`.
    fileprivate func frame(for participant: any RealtimeParticipant) -> String {
        guard let clientID, author == participant.author else { return frame }
        return ServerFrame.adding(clientID: clientID, to: frame)
    }
}
