package import Base

/// What can be wrong with a new password.
package enum PasswordError: DomainError, Hashable {
    case tooShort(least: Int)
    case tooLong(most: Int)
    /// It is one of those that most people choose, or little else.
    case common
    /// It repeats itself or follows the alphabet, the digits or the keyboard.
    case predictable
    /// It is made of the person's name, their address or the company's name.
    case expected

    package var problem: Problem {
        switch self {
        case .tooShort(let least):
            Problem(
                422,
                "password_too_short",
                "A password needs at least \(least) characters.",
                try: "Use a longer one; a few words are easy to remember."
            )
        case .tooLong(let most):
            Problem(
                422,
                "password_too_long",
                "A password has \(most) characters at most.",
                try: "Use a shorter one."
            )
        case .common:
            Problem(
                422,
                "password_too_common",
                "This password is among those that are tried first.",
                try: "Use another one: a few words that nobody would put together."
            )
        case .predictable:
            Problem(
                422,
                "password_too_predictable",
                "This password repeats itself or follows the keyboard or the alphabet.",
                try: "Use another one: a few words that nobody would put together."
            )
        case .expected:
            Problem(
                422,
                "password_expected",
                "This password is made of your name, your address or the company's name.",
                try: "Use another one: a few words that have nothing to do with you."
            )
        }
    }
}
