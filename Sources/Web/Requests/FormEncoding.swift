/// What a form sends and what stands behind the `?` of an address: `application/x-www-form-urlencoded`
/// (https://url.spec.whatwg.org/#urlencoded-parsing).
///
/// Read by bytes: a sign that combines with `&`, `=` or `+` makes one character with it and would hide it.
struct FormEncoding: Sendable, Hashable {
    struct Field: Sendable, Hashable {
        let name: String
        /// Nil where it cannot be decoded: without two digits behind a percent sign, or of bytes that are no UTF-8.
        let value: String?
        /// As it was written, but for spaces.
        let written: String
    }

    /// In their order; what has no `=`, or a name that cannot be decoded, is left out.
    let fields: [Field]

    init(_ text: some StringProtocol) {
        fields = text.utf8.split(separator: UInt8(ascii: "&")).compactMap { part in
            guard let equals = part.firstIndex(of: UInt8(ascii: "=")),
                let name = Self.decoded(part[..<equals])
            else { return nil }
            let value = part[part.index(after: equals)...]
            let spaced = value.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }
            return Field(
                name: name,
                value: Self.decoded(value),
                written: String(decoding: spaced, as: UTF8.self)
            )
        }
    }

    /// The fields of a name, which has the same bytes.
    func fields(named name: String) -> [Field] {
        fields.filter { $0.name.utf8.elementsEqual(name.utf8) }
    }

    private static func decoded(_ written: some Sequence<UInt8>) -> String? {
        var bytes: [UInt8] = []
        var rest = written.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.next().flatMap(digit), let low = rest.next().flatMap(digit) else {
                    return nil
                }
                bytes.append(high << 4 | low)
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 48...57: byte - 48
        case 65...70: byte - 55
        case 97...102: byte - 87
        default: nil
        }
    }
}
