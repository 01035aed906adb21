/// What went wrong as the person or program that asked reads it: RFC 9457 "problem details".
///
/// `title` and `advice` are English for developers; a page shows the text of the strings key `problem.<code>` where
/// there is one.
package struct Problem: Error, Sendable, Hashable {
    /// The HTTP status, 400...599.
    package let status: Int
    /// The stable name that programs switch on, snake_case.
    package let code: String
    /// What happened, one sentence; never internals, never the customer's content.
    package let title: String
    /// What to do next.
    package let advice: String?
    /// When to come back, for 429 and 503.
    package let retryAfter: Duration?
    /// Further members of the answer, such as the current state on a 409; the values are JSON texts.
    package let members: [String: String]
    /// Header fields of the answer, such as `Allow` on a 405.
    package let headers: [String: String]

    package init(
        _ status: Int,
        _ code: String,
        _ title: String,
        try advice: String? = nil,
        retryAfter: Duration? = nil,
        members: [String: String] = [:],
        headers: [String: String] = [:]
    ) {
        self.status = status
        self.code = code
        self.title = title
        self.advice = advice
        self.retryAfter = retryAfter
        self.members = members
        self.headers = headers
    }
}

/// An error that knows what the person who asked should read.
package protocol DomainError: Error {
    /// Status, stable code, what happened and what to do.
    var problem: Problem { get }
}

extension Problem {
    /// 422 `invalid_field`: a member of what was sent is not valid.
    ///
    /// - `field`: The member's name; the answer has it as `field` too, so that a form can tell it beside its field.
    /// - `why`: What would be, without a full stop.
    package static func invalid(field: String, _ why: String) -> Problem {
        let isPlain = field.utf8.allSatisfy { (97...122).contains($0) || $0 == 95 }
        return Problem(
            422,
            "invalid_field",
            "The member \(field) is not valid: \(why).",
            members: isPlain ? ["field": "\"\(field)\""] : [:]
        )
    }
}

extension Problem: DomainError {
    package var problem: Problem { self }
}
