package import Base

/// What can go wrong about what needs a second person.
package enum ApprovalError: DomainError, Hashable {
    case notFound
    /// Nobody is their own second person.
    case ownRequest
    case notYours
    case expired
    case decided(Approval.Status)
    /// It cannot be done any more as it was asked for.
    ///
    /// - `reason`: A stable code: `changed`, or that of what stands in the way.
    case overtaken(reason: String)
    /// What is stored is not what was asked for.
    case altered
    case noteMissing
    case noteTooLong
    case tooManyWaiting
    case actionUnknown(String)
    /// Fewer than two people could do it.
    case nobodyToApprove(String)
    /// It would close the desk to whoever agrees; somebody else may.
    case wouldLockApproverOut

    package static let mostWaiting = 50

    package var problem: Problem {
        switch self {
        case .notFound:
            Problem(404, "approval_not_found", "There is no such request for you.", try: "Reload the list.")
        case .ownRequest:
            Problem(
                403,
                "own_request",
                "You asked for it yourself.",
                try: "Somebody else with the permission must decide."
            )
        case .notYours:
            Problem(403, "not_your_request", "Somebody else asked for it.", try: "Refuse it instead.")
        case .expired:
            Problem(409, "approval_expired", "It has waited longer than a day.", try: "Ask for it again.")
        case .decided(let status):
            Problem(
                409,
                "approval_decided",
                "It is decided already: \(status.rawValue).",
                try: "Reload the list.",
                members: ["status": "\"\(status.rawValue)\""]
            )
        case .overtaken(let reason):
            Problem(
                409,
                "approval_overtaken",
                "It cannot be done any more as it was asked for.",
                try: "Look at how things are now, and ask for it again.",
                members: ["reason": "\"\(reason)\""]
            )
        case .altered:
            Problem(
                409,
                "approval_altered",
                "What is stored is not what was asked for, so nothing was done.",
                try: "Somebody changed the database: tell the operator."
            )
        case .noteMissing: .invalid(field: "note", "say why you refuse")
        case .noteTooLong: .invalid(field: "note", "\(Approval.longestNote) characters at most")
        case .tooManyWaiting:
            Problem(
                409,
                "too_many_approvals",
                "\(Self.mostWaiting) of your requests wait already.",
                try: "Withdraw some, or let them be decided."
            )
        case .actionUnknown(let name): .invalid(field: "actions", "\(name.prefix(60)) is none of the list")
        case .nobodyToApprove(let name):
            Problem(
                422,
                "nobody_to_approve",
                "Fewer than two people may do \(name): nobody could agree to it.",
                try: "Give a second person the role first."
            )
        case .wouldLockApproverOut:
            Problem(
                422,
                "would_lock_approver_out",
                "Your own address would not be among those allowed.",
                try: "Somebody whose address is among them can agree; or refuse it."
            )
        }
    }
}
