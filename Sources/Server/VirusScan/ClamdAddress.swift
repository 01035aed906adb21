/// Where clamd listens: a socket's path, or a host and a port.
enum ClamdAddress: Sendable, Hashable, CustomStringConvertible {
    case socket(path: String)
    case host(String, port: Int)

    /// clamd's port where none is told.
    static let standardPort = 3310

    struct NotAnAddress: Error, CustomStringConvertible {
        let description = "must be a socket's path, as /run/clamav/clamd.ctl, or host:port, as 127.0.0.1:3310"
    }

    init(_ text: String) throws(NotAnAddress) {
        // A socket's name has 107 bytes at most (unix(7)).
        if text.hasPrefix("/"), text.utf8.count <= 107 {
            self = .socket(path: text)
            return
        }
        var host = text[...]
        var port = Self.standardPort
        // An IPv6 address has colons of its own and stands in brackets before a port.
        if let colon = text.lastIndex(of: ":"), text.hasSuffix("]") == false {
            guard let number = Int(text[text.index(after: colon)...]), (1...65_535).contains(number) else {
                throw NotAnAddress()
            }
            host = text[..<colon]
            port = number
        }
        let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
        let name = isBracketed ? host.dropFirst().dropLast() : host
        guard !name.isEmpty, isBracketed || !name.contains(":"),
            name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") })
        else { throw NotAnAddress() }
        self = .host(String(name), port: port)
    }

    var description: String {
        switch self {
        case .socket(let path): path
        case .host(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        }
    }
}
