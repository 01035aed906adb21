/// Items of CBOR (RFC 8949) one after the other, as authenticators write them: of definite length and four levels deep at
/// most (CTAP 2.1, section 8).
///
/// Looked at before libcbor reads them, which believes a length and takes as much memory: nine bytes may ask for all.
enum CBORItems {
    private static let mostLevels = 4

    /// Whether bytes are such items, none of which says it is longer than what is there; nothing is no item and sound.
    static func areSound(_ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            guard read(&rest, levels: mostLevels) else { return false }
        }
        return true
    }

    /// Reads an item away.
    private static func read(_ rest: inout ArraySlice<UInt8>, levels: Int) -> Bool {
        guard levels > 0, let first = rest.popFirst(), let argument = argument(first & 0x1F, &rest) else {
            return false
        }
        switch first >> 5 {
        case 0, 1, 7: return true
        case 2, 3:
            guard argument <= rest.count else { return false }
            rest = rest.dropFirst(argument)
            return true
        case 4: return read(argument, &rest, levels: levels)
        case 5:
            // Each has a key and a value.
            guard argument <= rest.count / 2 else { return false }
            return read(2 * argument, &rest, levels: levels)
        default: return read(&rest, levels: levels - 1)
        }
    }

    private static func read(_ count: Int, _ rest: inout ArraySlice<UInt8>, levels: Int) -> Bool {
        // An item is a byte at least.
        guard count <= rest.count else { return false }
        for _ in 0..<count {
            guard read(&rest, levels: levels - 1) else { return false }
        }
        return true
    }

    /// The number that a first byte's lower bits say or announce; nil for none, and for an indefinite length.
    private static func argument(_ bits: UInt8, _ rest: inout ArraySlice<UInt8>) -> Int? {
        guard bits >= 24 else { return Int(bits) }
        guard bits < 28 else { return nil }
        let length = 1 << Int(bits - 24)
        guard rest.count >= length else { return nil }
        let number = rest.prefix(length).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        rest = rest.dropFirst(length)
        return Int(exactly: number) ?? .max
    }
}
