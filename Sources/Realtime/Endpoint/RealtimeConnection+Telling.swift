import Base
import NIOCore
import OrderedCollections

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
        } else {
            subscriptions[event.topic]?.heardUnnumbered()
        }
        write(event.frame(for: participant))
    }

    /// Reads what is missing from the database; waits when the reader is slow, so that a long history fits through.
    func replay(_ topic: String) {
        guard let context, let subscription = subscriptions[topic], !subscription.isReplaying else { return }
        guard context.channel.isWritable else {
            pausedReplays.insert(topic)
            return
        }
        subscriptions[topic]?.beginReplay()
        let participant = participant
        let limit = limits.replayBatch
        context.eventLoop.makeFutureWithTask {
            try await participant.replay(
                topic,
                after: subscription.head,
                limit: limit,
                tellsState: subscription.owesState
            )
        }.whenComplete { result in
            guard !self.isClosing, self.subscriptions[topic]?.generation == subscription.generation else {
                return
            }
            switch result {
            case .success(let replay): self.tell(replay, of: topic)
            case .failure(let error):
                // The next head finds the gap again.
                _ = self.subscriptions[topic]?.endReplay(isComplete: true)
                self.write(ServerFrame.error(self.problem(of: error), conversation: topic))
            }
        }
    }

    private func tell(_ replay: Replay, of topic: String) {
        var told = 0
        for event in replay.events {
            // What a slow reader has no room for is read again later, so that it waits in the database.
            guard isWritable else { break }
            told += 1
            if event.position.map({ subscriptions[topic]?.replayed($0) }) == .deliver {
                write(event.frame(for: participant), flushes: false)
            }
        }
        let isComplete = replay.isLast && told == replay.events.count && isWritable
        let goesOn = subscriptions[topic]?.endReplay(isComplete: isComplete) ?? false
        if isComplete, let subscription = subscriptions[topic] {
            if subscription.tellsState {
                for frame in replay.state { write(frame, flushes: false) }
                subscriptions[topic]?.tellState()
            }
            let frame = ServerFrame.head(topic, subscription.head, showsNotes: participant.isAgent)
            write(frame, flushes: false)
        }
        context?.flush()
        if goesOn { self.replay(topic) }
    }

    private var isWritable: Bool { context?.channel.isWritable == true }
}

extension RealtimeEvent {
    /// The frame as one participant reads it: only the author sees their own `client_id`.
    fileprivate func frame(for participant: any RealtimeParticipant) -> String {
        guard let clientID, author == participant.author else { return frame }
        return ServerFrame.adding(clientID: clientID, to: frame)
    }
}
