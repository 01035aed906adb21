import Base
import Glibc
import Synchronization

/// Finds the addresses of a host name.
package protocol HostResolver: Sendable {
    /// - Returns: IP addresses in text form, the best first; none when nobody knows the name.
    func addresses(of host: String) async throws -> [String]
}

/// What the machine's own resolver says: hosts file, then DNS.
package struct SystemResolver: HostResolver {
    /// Whether whoever asked still waits.
    private final class Question: Sendable {
        private let isOpen = Mutex(true)

        func close() { isOpen.withLock { $0 = false } }

        func check() throws {
            guard isOpen.withLock({ $0 }) else { throw CancellationError() }
        }
    }

    package init() {}

    package func addresses(of host: String) async throws -> [String] {
        let question = Question()
        return try await withTaskCancellationHandler {
            try await BlockingWork.run(.remote) {
                // Where no name server answers, look-ups wait in a row: those that nobody waits for are passed over.
                try question.check()
                return Self.lookUp(host)
            }
        } onCancel: {
            question.close()
        }
    }

    private static func lookUp(_ host: String) -> [String] {
        var hints = unsafe addrinfo()
        unsafe hints.ai_family = AF_UNSPEC
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard unsafe getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
        defer { unsafe freeaddrinfo(list) }
        var found: [String] = []
        var next = unsafe list
        while let entry = unsafe next {
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let isRead = unsafe getnameinfo(
                entry.pointee.ai_addr,
                entry.pointee.ai_addrlen,
                &text,
                socklen_t(text.count),
                nil,
                0,
                NI_NUMERICHOST
            )
            if isRead == 0 {
                let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
                found.append(String(decoding: bytes, as: UTF8.self))
            }
            unsafe next = entry.pointee.ai_next
        }
        return found
    }
}
