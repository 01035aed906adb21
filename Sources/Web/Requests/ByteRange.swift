/// What of a file a request asks for, by `Range` (RFC 9110 §14).
package enum ByteRange: Sendable, Hashable {
    case whole
    /// At least one byte of it.
    case part(Range<Int>)
    /// The file has nothing of what is asked for.
    case unsatisfiable

    /// Reads the header.
    ///
    /// What asks for several parts, in another unit or not by the rules is passed over, as a server may: then the whole
    /// answers.
    ///
    /// - Parameters:
    ///   - header: `Range`; nil where there is none.
    ///   - condition: `If-Range`: a part answers only while the file is the one that the client has some of.
    ///   - tag: The file's `ETag`, a strong one.
    ///   - size: Of the file, in bytes.
    package init(_ header: String?, if condition: String?, tag: String, of size: Int) {
        // A date cannot be compared: files have tags alone (§13.1.5).
        guard let header, condition == nil || condition == tag, let (first, last) = Self.read(header) else {
            self = .whole
            return
        }
        switch (first, last) {
        case (nil, let count?):
            self = count > 0 && size > 0 ? .part(max(0, size - count)..<size) : .unsatisfiable
        case (let first?, let last):
            self = first < size ? .part(first..<min(size, (last ?? size - 1) + 1)) : .unsatisfiable
        case (nil, nil): self = .whole
        }
    }

    /// `bytes=0-499`, `bytes=500-`, `bytes=-500`; nil for anything else.
    private static func read(_ header: String) -> (first: Int?, last: Int?)? {
        let parts = header.utf8.split(separator: UInt8(ascii: "="), omittingEmptySubsequences: false)
        guard parts.count == 2, String(Substring(parts[0])).lowercased() == "bytes" else { return nil }
        let ends = parts[1].split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard ends.count == 2 else { return nil }
        let (first, last) = (number(ends[0]), number(ends[1]))
        guard first != nil || ends[0].isEmpty, last != nil || ends[1].isEmpty else { return nil }
        switch (first, last) {
        case (nil, nil): return nil
        case (let first?, let last?) where last < first: return nil
        default: return (first, last)
        }
    }

    /// More than any file has counts as that.
    private static func number(_ digits: Substring.UTF8View) -> Int? {
        guard !digits.isEmpty, digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return digits.reduce(0) { min($0 * 10 + Int($1) - 48, 1 << 56) }
    }
}
