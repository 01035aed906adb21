package import Base

/// What can go wrong about the audit trail.
package enum AuditError: DomainError, Hashable {
    /// Somebody deleted the row that says where the chain ends: going on would hide what else they did.
    case headMissing
    /// A walk was to begin behind the end.
    case beyondEnd(Int, end: Int)

    package var problem: Problem {
        switch self {
        case .headMissing:
            Problem(
                500,
                "audit_head_missing",
                "The row of audit_head, which says where the chain ends, is gone.",
                try:
                    "Somebody changed the database: look at `switchboard audit verify` and at the last backup."
            )
        case .beyondEnd(let first, let end):
            Problem(
                422,
                "audit_beyond_end",
                "There is no entry \(first): the chain ends with entry \(end).",
                try: "Begin with an earlier one."
            )
        }
    }
}
