import Base

/// Where a text shows pictures.
enum PicturePlacement {
    /// What stands before a picture's name in an address.
    static let path = "/pictures/"

    /// Which pictures a text names by their address, each once, in their order: all that it shows, and those that it tells of.
    ///
    /// - Complexity: linear in the text.
    static func names(in text: String) -> [Slug] {
        let (bytes, path) = (Array(text.utf8), Array(path.utf8))
        var found: [Slug] = []
        var seen: Set<Slug> = []
        var place = 0
        while place + path.count < bytes.count {
            guard bytes[place] == path[0], bytes[place...].starts(with: path) else {
                place += 1
                continue
            }
            let rest = bytes[(place + path.count)...].prefix { isPlain($0) || $0 == UInt8(ascii: "_") }
            place += path.count + rest.count
            guard let name = Slug(rawValue: String(decoding: rest, as: UTF8.self)) else { continue }
            if seen.insert(name).inserted { found.append(name) }
        }
        return found
    }

    /// The picture that an address leads to; nil for one of something else.
    static func name(in address: String) -> Slug? {
        address.hasPrefix(path) ? Slug(rawValue: String(address.dropFirst(path.count))) : nil
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
