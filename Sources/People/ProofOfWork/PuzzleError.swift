package import Base

/// Why somebody has to work something out first.
package enum PuzzleError: DomainError, Hashable {
    /// What was wrong with what they brought.
    package enum Reason: String, Sendable, Hashable {
        /// They brought nothing.
        case missing
        /// It was not given out here, for this, and to somebody near there.
        case unknown
        case expired
        /// The nonce does not solve it.
        case unsolved
        /// It has bought something already.
        case used
    }

    /// With a new one.
    case required(Puzzle, Reason)

    package var problem: Problem {
        switch self {
        case .required(let puzzle, let reason):
            Problem(
                403,
                "proof_of_work_required",
                "Proof of work is required first: \(reason.rawValue).",
                try: "Solve the challenge and send it as proof; docs/integration.md says how.",
                members: ["challenge": puzzle.json, "reason": "\"\(reason.rawValue)\""]
            )
        }
    }
}

extension Puzzle {
    /// As programs read it; no letter of it needs to be escaped.
    package var json: String {
        """
        {"algorithm":"sha-256","bits":\(bits),"expires_at":"\(endsAt.rfc3339)","text":"\(text)"}
        """
    }
}
