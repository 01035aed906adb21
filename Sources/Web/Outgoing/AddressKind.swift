/// What an IP address is to a server that goes where somebody else says.
package enum AddressKind: Sendable, Hashable {
    /// Of the public internet.
    case global
    /// Loopback, private, link-local, carrier's, multicast, documentation, reserved, or of a tunnel: whatever is not the
    /// public internet, by the registries of IANA (iana-ipv4-special-registry, iana-ipv6-special-registry).
    case special
    /// Of a cloud's machine itself, which gives away its credentials: nobody has a reason to name it.
    case metadata

    /// Of AWS (also of its containers), Google, Azure's wire server, Alibaba and Oracle.
    private static let machines: Set<[UInt8]> = bytes([
        "169.254.169.254", "169.254.170.2", "169.254.170.23", "168.63.129.16", "100.100.100.200",
        "192.0.0.192",
        "fd00:ec2::254", "fd00:ec2::23", "fd20:ce::254",
    ])

    private static let reserved = ranges([
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24",
        "192.168.0.0/16",
        "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        // Teredo, ORCHID and what else of it is set apart; documentation; 6to4.
        "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
    ])

    /// Of IPv6 nothing else is given out as public: what is not known is refused.
    private static let publicIPv6 = ranges(["2000::/3"])

    /// - Parameter address: As `inet_pton` reads it; nil for anything else.
    package init?(_ address: String) {
        guard let bytes = AddressRange.bytes(of: address) else { return nil }
        self = Self.kind(of: bytes)
    }

    private static func kind(of bytes: [UInt8]) -> AddressKind {
        if machines.contains(bytes) { return .metadata }
        // What stands inside an IPv6 address is where the packet ends.
        if let inner = embedded(in: bytes) {
            let found = kind(of: inner.bytes)
            return inner.isTunnel && found == .global ? .special : found
        }
        if bytes.count == 16, !publicIPv6.contains(where: { $0.contains(bytes: bytes) }) { return .special }
        return reserved.contains { $0.contains(bytes: bytes) } ? .special : .global
    }

    /// The IPv4 address in an IPv6 address of NAT64 (RFC 6052), an IPv4-compatible one or one of 6to4 (RFC 3056).
    ///
    /// Mapped ones, `::ffff:0:0/96`, were read as IPv4 already.
    private static func embedded(in bytes: [UInt8]) -> (bytes: [UInt8], isTunnel: Bool)? {
        guard bytes.count == 16 else { return nil }
        let head = Array(bytes.prefix(12))
        if head == [0, 0x64, 0xFF, 0x9B] + Array(repeating: 0, count: 8) {
            return (Array(bytes.suffix(4)), false)
        }
        // `::` and `::1` are no IPv4 addresses in other clothes; as such they would be 0.0.0.0/8, which is special too.
        if head.allSatisfy({ $0 == 0 }) { return (Array(bytes.suffix(4)), true) }
        if bytes[0] == 0x20, bytes[1] == 0x02 { return (Array(bytes[2..<6]), true) }
        return nil
    }

    private static func bytes(_ texts: [String]) -> Set<[UInt8]> {
        Set(texts.compactMap { AddressRange.bytes(of: $0) })
    }

    private static func ranges(_ texts: [String]) -> [AddressRange] {
        texts.compactMap { AddressRange($0) }
    }
}
