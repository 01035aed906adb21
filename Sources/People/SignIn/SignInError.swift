package import Base

/// What can go wrong while somebody proves who they are.
package enum SignInError: DomainError, Hashable {
    /// The password is right, and the account has a second factor.
    case codeRequired
    /// What was shown is right, and the account has passkeys and no authenticator app.
    case passkeyRequired
    case codeWrong
    /// It was used already, or a later one was.
    case codeUsed
    /// Too many wrong ones; with how long it lasts.
    case codeLocked(Duration)
    /// The desk is not open to the address of the request.
    case addressNotAllowed
    /// The role must have a second factor, and there is none yet.
    case secondFactorMissing
    /// What is asked for needs one.
    case noSecondFactor
    case secondFactorNotRemovable
    /// Nothing waits to be confirmed, or it waited too long.
    case enrolmentOver
    /// The password that confirms an important step.
    case passwordWrong
    case passwordSame
    case sessionNotFound
    /// It did not prove what was asked, whatever of it was wrong.
    case passkeyRefused
    case passkeyNotFound
    /// The allowed addresses do not hold the one of who sets them.
    case wouldLockYouOut
    /// They do not hold the one of who asked for them either, any more.
    case wouldLockRequesterOut

    package var problem: Problem {
        switch self {
        case .codeRequired, .passkeyRequired, .codeWrong, .codeUsed, .codeLocked: codeProblem
        case .addressNotAllowed, .secondFactorMissing, .wouldLockYouOut, .wouldLockRequesterOut: policyProblem
        case .noSecondFactor:
            Problem(409, "second_factor_absent", "There is no second factor.", try: "Set one up first.")
        case .secondFactorNotRemovable:
            Problem(
                409,
                "second_factor_not_removable",
                "Your role must have a second factor.",
                try: "Replace it instead, or ask an admin."
            )
        case .enrolmentOver:
            Problem(
                409,
                "enrolment_over",
                "No second factor waits to be confirmed.",
                try: "Begin anew; it must be confirmed within half an hour."
            )
        case .passwordWrong:
            Problem(403, "password_wrong", "The password is wrong.", try: "Type your present password.")
        case .passwordSame:
            Problem(422, "password_same", "The new password is the old one.", try: "Choose another.")
        case .passkeyRefused:
            Problem(
                401,
                "passkey_refused",
                "The passkey was not accepted.",
                try: "Try again, or sign in with your password."
            )
        case .passkeyNotFound:
            Problem(404, "passkey_not_found", "There is no such passkey.", try: "Reload the list.")
        case .sessionNotFound:
            Problem(404, "session_not_found", "There is no such session.", try: "Reload the list.")
        }
    }

    private var codeProblem: Problem {
        switch self {
        case .codeUsed:
            Problem(
                401,
                "code_used",
                "This code was used already.",
                try: "Wait for the next one: they change every thirty seconds."
            )
        case .codeLocked(let wait):
            Problem(
                429,
                "code_locked",
                "There were too many wrong codes.",
                try: "Wait and try again, or ask an admin.",
                retryAfter: wait
            )
        case .passkeyRequired:
            Problem(
                401,
                "passkey_required",
                "A passkey of the account is needed.",
                try:
                    "Sign in with it; to confirm a step, send what it signed as passkey. An admin can take lost ones away."
            )
        case .codeWrong:
            Problem(
                401,
                "code_wrong",
                "The code is wrong.",
                try: "Check the clock of your device, or use a recovery code."
            )
        default:
            Problem(
                401,
                "code_required",
                "A code of the second factor is needed.",
                try: "Send it as code: six digits of the authenticator app, or a recovery code."
            )
        }
    }

    private var policyProblem: Problem {
        switch self {
        case .addressNotAllowed:
            Problem(
                403,
                "address_not_allowed",
                "The desk is not open to your network address.",
                try: "Use the company's network, or ask an admin."
            )
        case .wouldLockYouOut:
            Problem(
                422,
                "would_lock_you_out",
                "Your own address is not among those allowed.",
                try: "Add it: you could not come back otherwise."
            )
        case .wouldLockRequesterOut:
            Problem(
                422,
                "would_lock_requester_out",
                "The address of whoever asked is not among those allowed any more.",
                try: "They ask again with the address that they have now."
            )
        default:
            Problem(
                403,
                "second_factor_missing",
                "Your role must have a second factor.",
                try: "Set one up at /desk/security."
            )
        }
    }
}
