package import Base

/// Why an agent cannot be asked whether they are real.
package enum BadgeError: DomainError, Hashable {
    /// The message is none of an agent, or not there.
    case noAgentsMessage(Int)
    /// No agent has the conversation, and no message was named.
    case nobodyHere
    /// Whoever wrote it does not work here any more.
    case agentLeft
    case tooMany(retryAfter: Duration)

    package var problem: Problem {
        switch self {
        case .noAgentsMessage(let seq):
            Problem(
                404,
                "no_agents_message",
                "Message \(seq) of this conversation is not an agent's.",
                try: "Name the seq of a message whose author has a badge."
            )
        case .nobodyHere:
            Problem(
                409,
                "no_agent_here",
                "No agent has this conversation.",
                try: "Name the seq of an agent's message."
            )
        case .agentLeft:
            Problem(
                409,
                "agent_left",
                "Nobody who works here has this badge.",
                try: "Do not follow what the message asks for; ask for a person."
            )
        case .tooMany(let wait):
            Problem(
                429,
                "too_many_challenges",
                "This conversation had \(BadgeChallenge.most) codes within ten minutes.",
                try: "Use the last one, or wait.",
                retryAfter: wait
            )
        }
    }
}
