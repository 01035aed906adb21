package import Base

/// What the database answered instead of a result.
///
/// It carries the statement, never the values bound to it.
package struct DatabaseError: Error, Sendable, CustomStringConvertible {
    package enum Kind: Sendable, Hashable {
        /// A unique key exists already; the constraint or the columns as the engine names them.
        case uniqueViolation(String)
        /// A row is referred to that is not there, or is still referred to.
        case foreignKeyViolation
        /// A check or a NOT NULL was violated.
        case checkViolation
        /// Two transactions collided; the engine's own retries did not help.
        case conflict
        /// The server cannot be reached or no connection came free in time.
        case unavailable
        /// The disk is full or cannot be written.
        case diskFull
        /// A row did not fit the type it was read as.
        case misfit
        /// A field is sealed, or is to be sealed, with a key that is not at hand.
        case keyMissing
        /// A sealed field was changed by somebody who does not have its key.
        case unreadable
        /// Anything else.
        case failed
    }

    package let kind: Kind
    package let message: String
    package let statement: String?

    package init(_ kind: Kind, _ message: String, statement: String? = nil) {
        self.kind = kind
        self.message = message
        self.statement = statement
    }

    package var description: String {
        "\(kind): \(message)" + (statement.map { " in: \($0)" } ?? "")
    }

    /// Whether something that is referred to would go, or what is referred to is not there.
    package var isForeignKeyViolation: Bool { kind == .foreignKeyViolation }

    /// Whether a unique key was violated.
    package var isUniqueViolation: Bool {
        if case .uniqueViolation = kind { true } else { false }
    }
}

extension DatabaseError: DomainError {
    package var problem: Problem {
        switch kind {
        case .unavailable, .conflict:
            Problem(
                503,
                "database_unavailable",
                "The database cannot be reached at the moment.",
                try: "Try again in a few seconds; nothing was changed.",
                retryAfter: .seconds(2)
            )
        case .diskFull:
            Problem(
                507,
                "disk_full",
                "The server cannot store anything at the moment.",
                try: "Try again later; the operator was told.",
                retryAfter: .seconds(30)
            )
        case .keyMissing:
            Problem(
                503,
                "encryption_key_missing",
                "The server does not have the key that this is protected with.",
                try: "Try again later; the operator was told."
            )
        case .uniqueViolation, .foreignKeyViolation, .checkViolation, .misfit, .unreadable, .failed:
            Problem(500, "internal_error", "Something went wrong on our side.", try: "Try again in a moment.")
        }
    }
}
