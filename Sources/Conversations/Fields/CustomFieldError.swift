package import Base

/// What can go wrong about custom fields.
package enum CustomFieldError: DomainError, Hashable {
    case notFound(String)
    case keyTaken(String)
    case tooMany(limit: Int)
    case invalid(field: String, String)
    case valueNotAcceptable(String, String)

    package var problem: Problem {
        switch self {
        case .notFound(let key):
            Problem(404, "field_not_found", "There is no field \(key.prefix(60)).", try: "Reload the list.")
        case .keyTaken(let key):
            Problem(409, "field_key_taken", "There is a field \(key) already.", try: "Choose another key.")
        case .tooMany(let limit):
            Problem(422, "too_many_fields", "There are \(limit) fields at most.", try: "Delete one first.")
        case .invalid(let field, let why):
            .invalid(field: field, why)
        case .valueNotAcceptable(let key, let why):
            Problem(422, "field_value_invalid", "The field \(key.prefix(60)) takes \(why).")
        }
    }
}
