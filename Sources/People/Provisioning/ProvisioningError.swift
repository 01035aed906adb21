package import Base

/// What can go wrong about programs that provision agents; what they are told is ``ScimError``.
package enum ProvisioningError: DomainError, Hashable {
    case tokenNotFound
    case tooManyTokens

    package var problem: Problem {
        switch self {
        case .tokenNotFound:
            Problem(404, "provisioning_token_not_found", "There is no such token.", try: "Reload the list.")
        case .tooManyTokens:
            Problem(
                409,
                "too_many_provisioning_tokens",
                "There are \(ProvisioningToken.most) tokens already.",
                try: "Revoke one that is not used any more."
            )
        }
    }
}

/// What a program of SCIM is told (RFC 7644, section 3.12).
enum ScimError: Error, Hashable {
    case notAuthorised
    case notFound
    case filter(String)
    case syntax(String)
    case path(String)
    case value(String)
    /// The user name or the e-mail address is somebody else's.
    case uniqueness
    /// It was changed since it was read.
    case changedMeanwhile
    case tooLarge

    var status: Int {
        switch self {
        case .notAuthorised: 401
        case .notFound: 404
        case .filter, .syntax, .path, .value: 400
        case .uniqueness: 409
        case .changedMeanwhile: 412
        case .tooLarge: 413
        }
    }

    var kind: String? {
        switch self {
        case .filter: "invalidFilter"
        case .syntax: "invalidSyntax"
        case .path: "invalidPath"
        case .value: "invalidValue"
        case .uniqueness: "uniqueness"
        case .notAuthorised, .notFound, .changedMeanwhile, .tooLarge: nil
        }
    }

    var detail: String {
        switch self {
        case .notAuthorised: "A provisioning token is needed; an admin makes one."
        case .notFound: "There is no such resource."
        case .filter(let why), .syntax(let why), .path(let why), .value(let why): why
        case .uniqueness: "The user name or the e-mail address is somebody else's."
        case .changedMeanwhile: "The resource was changed since it was read; read it again."
        case .tooLarge: "The request is too large."
        }
    }
}
