import Base
import CPostgres

/// Where a PostgreSQL database is, as libpq reads it.
enum PostgresAddress {
    /// The address in the variables that libpq reads (`PGHOST`, `PGPASSWORD`, …).
    static func environment(of url: Redacted<String>) throws(DatabaseError) -> [String: String] {
        guard let options = unsafe PQconninfoParse(url.exposed, nil) else { throw .addressMalformed }
        defer { unsafe PQconninfoFree(options) }
        var variables: [String: String] = [:]
        var option = unsafe options
        while let _ = unsafe option.pointee.keyword {
            if let name = unsafe option.pointee.envvar, let value = unsafe option.pointee.val {
                unsafe variables[String(cString: name)] = unsafe String(cString: value)
            }
            unsafe option += 1
        }
        return variables
    }
}

extension DatabaseError {
    /// libpq's own complaint about an address quotes the password.
    static let addressMalformed = DatabaseError(
        .unavailable,
        "the address of the database is not well-formed; special characters of the password are written as %XX"
    )
}
