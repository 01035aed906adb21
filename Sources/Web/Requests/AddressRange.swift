import Glibc

/// An IPv4 or IPv6 address, or all that begin with the same bits (CIDR, RFC 4632 and RFC 4291 §2.3).
package struct AddressRange: Sendable, Hashable {
    private let bytes: [UInt8]
    private let length: Int

    /// Reads `10.0.0.0/8`, `127.0.0.1`, `::1` or `fd00::/8`; nil for anything else.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let bytes = Self.bytes(of: String(parts[0])) else { return nil }
        let length = parts.count == 2 ? Int(parts[1]) : bytes.count * 8
        guard let length, (0...bytes.count * 8).contains(length) else { return nil }
        self.bytes = bytes
        self.length = length
    }

    /// Whether an address lies in the range; what is no address does not.
    package func contains(_ address: String) -> Bool {
        Self.bytes(of: address).map { contains(bytes: $0) } ?? false
    }

    /// As above, by an address's 4 or 16 bytes in network order.
    func contains(bytes other: [UInt8]) -> Bool {
        guard other.count == bytes.count else { return false }
        return (0..<length).allSatisfy { bit in
            let mask: UInt8 = 0x80 >> UInt8(bit % 8)
            return bytes[bit / 8] & mask == other[bit / 8] & mask
        }
    }

    /// What an address shares with its neighbours: the first 24 bits of an IPv4 address, 48 of an IPv6 one, which a phone
    /// keeps as it moves within its network; nil for what is no address.
    package static func neighbourhood(of address: String) -> [UInt8]? {
        bytes(of: address).map { Array($0.prefix($0.count == 4 ? 3 : 6)) }
    }

    /// The 4 or 16 bytes of an address in network order; an IPv4 address in IPv6's clothes gives 4.
    static func bytes(of text: String) -> [UInt8]? {
        // For C the text would end there, and what stands behind it would be of the address to everybody else.
        guard !text.utf8.contains(0) else { return nil }
        var four = in_addr()
        if unsafe inet_pton(AF_INET, text, &four) == 1 {
            return unsafe withUnsafeBytes(of: four) { unsafe Array($0) }
        }
        var sixteen = in6_addr()
        guard unsafe inet_pton(AF_INET6, text, &sixteen) == 1 else { return nil }
        let bytes = unsafe withUnsafeBytes(of: sixteen) { unsafe Array($0) }
        let isMapped = bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
        return isMapped ? Array(bytes.suffix(4)) : bytes
    }
}
