package import Base
package import People

extension Conversation {
    /// Something that moves a conversation.
    package enum Event: Sendable, Hashable {
        case customerWrote
        case agentWrote(ID<Agent>)
        /// The customer wants a person, or the assistant cannot help.
        case personAsked
        /// Given to an agent: by routing, by a colleague, or taken.
        case assigned(ID<Agent>)
        /// Given back to the queue.
        case returned
        case resolved
        case closed
    }

    /// What must follow a move, in the same transaction.
    package enum Effect: Sendable, Hashable {
        /// The assistant should answer what was written.
        case askAssistant
        /// It waits for a person now.
        case enterQueue
        /// It waits no longer.
        case leaveQueue
        /// An agent has one more.
        case occupy(ID<Agent>)
        /// An agent has one less and may take the next.
        case release(ID<Agent>)
    }

    /// Moves the conversation on one event; on a throw it is unchanged.
    ///
    /// - Returns: What must follow, in order.
    package mutating func apply(_ event: Event, at now: Instant) throws(ConversationError) -> [Effect] {
        switch (status, event) {
        case (.assistant, .customerWrote):
            return [.askAssistant]
        case (.assistant, .personAsked):
            return enqueue(at: now)
        case (.assistant, .agentWrote(let writer)):
            return give(to: writer, .waitingCustomer, at: now)
        case (.assistant, .assigned(let agent)):
            return give(to: agent, .assigned, at: now)
        case (.assistant, .returned):
            return enqueue(at: now)

        case (.queued, .customerWrote), (.queued, .personAsked), (.queued, .returned):
            return []
        case (.queued, .agentWrote(let writer)):
            return [.leaveQueue] + give(to: writer, .waitingCustomer, at: now)
        case (.queued, .assigned(let agent)):
            return [.leaveQueue] + give(to: agent, .assigned, at: now)

        case (.assigned, .customerWrote), (.assigned, .personAsked):
            return []
        case (.waitingCustomer, .customerWrote), (.waitingCustomer, .personAsked):
            status = .assigned
            return []
        case (.assigned, .agentWrote), (.waitingCustomer, .agentWrote):
            status = .waitingCustomer
            return []
        case (.assigned, .assigned(let agent)), (.waitingCustomer, .assigned(let agent)):
            let released = release()
            return released + give(to: agent, .assigned, at: now)
        case (.assigned, .returned), (.waitingCustomer, .returned):
            let released = release()
            return released + enqueue(at: now)

        case (.assistant, .resolved):
            return finish(.resolved, at: now)
        case (.queued, .resolved):
            return [.leaveQueue] + finish(.resolved, at: now)
        case (.assigned, .resolved), (.waitingCustomer, .resolved):
            return keepingAgent { $0.finish(.resolved, at: now) }

        case (.assistant, .closed), (.resolved, .closed):
            return finish(.closed, at: now)
        case (.queued, .closed):
            return [.leaveQueue] + finish(.closed, at: now)
        case (.assigned, .closed), (.waitingCustomer, .closed):
            return keepingAgent { $0.finish(.closed, at: now) }

        case (.resolved, .customerWrote), (.resolved, .personAsked), (.resolved, .returned):
            agent = nil
            return enqueue(at: now)
        case (.resolved, .agentWrote(let writer)):
            return give(to: writer, .waitingCustomer, at: now)
        case (.resolved, .assigned(let agent)):
            return give(to: agent, .assigned, at: now)
        case (.resolved, .resolved):
            throw .notAllowed(.resolved, in: status)

        case (.closed, .customerWrote), (.closed, .agentWrote), (.closed, .personAsked), (.closed, .assigned),
            (.closed, .returned), (.closed, .resolved), (.closed, .closed):
            throw .notAllowed(event, in: status)
        }
    }

    private mutating func enqueue(at now: Instant) -> [Effect] {
        status = .queued
        agent = nil
        queuedAt = now
        resolvedAt = nil
        return [.enterQueue]
    }

    private mutating func give(to agent: ID<Agent>, _ status: Status, at now: Instant) -> [Effect] {
        self.status = status
        self.agent = agent
        assignedAt = now
        queuedAt = nil
        resolvedAt = nil
        return [.occupy(agent)]
    }

    private mutating func finish(_ status: Status, at now: Instant) -> [Effect] {
        self.status = status
        queuedAt = nil
        resolvedAt = resolvedAt ?? now
        return []
    }

    private mutating func release() -> [Effect] {
        defer { agent = nil }
        return agent.map { [.release($0)] } ?? []
    }

    /// Who had it stays known; their capacity is free.
    private mutating func keepingAgent(_ move: (inout Conversation) -> [Effect]) -> [Effect] {
        let released: [Effect] = agent.map { [.release($0)] } ?? []
        return move(&self) + released
    }
}
