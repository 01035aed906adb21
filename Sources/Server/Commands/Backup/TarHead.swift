/// The head of a member of a tar archive, 512 bytes (POSIX.1-2017, pax, "ustar Interchange Format").
struct TarHead: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        case file, folder
        /// A link, a device, or what says more about the member behind it.
        case other
    }

    let name: [UInt8]
    let kind: Kind
    /// Of the content behind it, in bytes.
    let size: Int

    /// - Parameter bytes: 512 of them; nil where they are no head, or were changed.
    init?(_ bytes: [UInt8]) {
        guard bytes.count == 512, bytes[257..<262].elementsEqual("ustar".utf8),
            let size = Self.number(bytes[124..<136]), size < 1 << 56,
            Self.number(bytes[148..<156]) == Self.sum(bytes)
        else { return nil }
        let name = Self.text(bytes[0..<100])
        // GNU's own format has other things there.
        let prefix = bytes[262] == 0 ? Self.text(bytes[345..<500]) : []
        self.name = prefix.isEmpty ? name : prefix + [UInt8(ascii: "/")] + name
        self.kind =
            switch bytes[156] {
            case 0, UInt8(ascii: "0"): .file
            case UInt8(ascii: "5"): .folder
            default: .other
            }
        self.size = size
    }

    /// The name as far as it can be told to a person.
    var shownName: String {
        String(decoding: name.map { (33...126).contains($0) ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
    }

    /// Up to a NUL.
    private static func text(_ field: ArraySlice<UInt8>) -> [UInt8] {
        Array(field.prefix { $0 != 0 })
    }

    /// In octal digits; in GNU's format from 8 GiB on in binary, which a first byte of 0x80 tells.
    private static func number(_ field: ArraySlice<UInt8>) -> Int? {
        if field.first == 0x80 {
            let bytes = field.dropFirst()
            guard bytes.dropLast(8).allSatisfy({ $0 == 0 }), let first = bytes.suffix(8).first, first < 0x80
            else { return nil }
            return bytes.suffix(8).reduce(0) { $0 << 8 | Int($1) }
        }
        let isBlank: (UInt8) -> Bool = { $0 == 0 || $0 == UInt8(ascii: " ") }
        let digits = field.drop(while: isBlank)
        let written = digits.prefix { (48...55).contains($0) }
        guard !written.isEmpty, digits[written.endIndex...].allSatisfy(isBlank) else { return nil }
        return written.reduce(0) { $0 << 3 | Int($1 - 48) }
    }

    /// Of all bytes, those of the sum itself counted as spaces.
    private static func sum(_ bytes: [UInt8]) -> Int {
        bytes.enumerated().reduce(0) { $0 + ((148..<156).contains($1.offset) ? 32 : Int($1.element)) }
    }
}
