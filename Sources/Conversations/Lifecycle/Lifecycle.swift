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
        /// An agent has it now.
        case given(ID<Agent>)
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
            return answer(by: writer, at: now)
        case (.assistant, .assigned(let agent)):
            return give(to: agent, .assigned, at: now)
        case (.assistant, .returned):
            return enqueue(at: now)

        case (.queued, .customerWrote), (.queued, .personAsked), (.queued, .returned):
            return []
        case (.queued, .agentWrote(let writer)):
            return [.leaveQueue] + answer(by: writer, at: now)
        case (.queued, .assigned(let agent)):
            return [.leaveQueue] + give(to: agent, .assigned, at: now)

        case (.assigned, .customerWrote), (.assigned, .personAsked):
            return []
        case (.waitingCustomer, .customerWrote), (.waitingCustomer, .personAsked):
            status = .assigned
            waitingSince = now
            return []
        case (.assigned, .agentWrote), (.waitingCustomer, .agentWrote):
            status = .waitingCustomer
            answeredAt = answeredAt ?? now
            waitingSince = nil
            return []
        case (.assigned, .assigned(let agent)), (.waitingCustomer, .assigned(let agent)):
            return give(to: agent, .assigned, at: now)
        case (.assigned, .returned), (.waitingCustomer, .returned):
            return enqueue(at: now)

        case (.assistant, .resolved):
            return finish(.resolved, at: now)
        case (.queued, .resolved):
            return [.leaveQueue] + finish(.resolved, at: now)
        case (.assigned, .resolved), (.waitingCustomer, .resolved):
            return finish(.resolved, at: now)

        case (.assistant, .closed), (.resolved, .closed):
            return finish(.closed, at: now)
        case (.queued, .closed):
            return [.leaveQueue] + finish(.closed, at: now)
        case (.assigned, .closed), (.waitingCustomer, .closed):
            return finish(.closed, at: now)

        case (.resolved, .customerWrote), (.resolved, .personAsked), (.resolved, .returned):
            return enqueue(at: now)
        case (.resolved, .agentWrote(let writer)):
            return answer(by: writer, at: now)
        case (.resolved, .assigned(let agent)):
            return give(to: agent, .assigned, at: now)
        case (.resolved, .resolved):
            throw .notAllowed(.resolved, in: status)

        case (.closed, .customerWrote), (.closed, .agentWrote), (.closed, .personAsked), (.closed, .assigned),
            (.closed, .returned), (.closed, .resolved), (.closed, .closed):
            throw .notAllowed(event, in: status)
        }
    }

    /// Puts it in the queue: at the place of somebody who has waited since they last got no answer.
    private mutating func enqueue(at now: Instant) -> [Effect] {
        status = .queued
        agent = nil
        waitingSince = waitingSince ?? now
        queuedAt = waitingSince
        lane = kind == .ticket ? .ticket : .live
        answeredAt = nil
        resolvedAt = nil
        return [.enterQueue]
    }

    private mutating func give(to agent: ID<Agent>, _ status: Status, at now: Instant) -> [Effect] {
        leave(for: status)
        self.agent = agent
        assignedAt = now
        waitingSince = waitingSince ?? now
        answeredAt = nil
        avoided = nil
        resolvedAt = nil
        return [.given(agent)]
    }

    /// Who writes to a customer whom nobody has takes them.
    private mutating func answer(by agent: ID<Agent>, at now: Instant) -> [Effect] {
        let effects = give(to: agent, .waitingCustomer, at: now)
        answeredAt = now
        waitingSince = nil
        return effects
    }

    /// Who had it stays known.
    private mutating func finish(_ status: Status, at now: Instant) -> [Effect] {
        leave(for: status)
        waitingSince = nil
        avoided = nil
        resolvedAt = resolvedAt ?? now
        return []
    }

    private mutating func leave(for status: Status) {
        self.status = status
        queuedAt = nil
        lane = nil
    }
}
