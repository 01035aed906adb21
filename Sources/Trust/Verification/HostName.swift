/// The name of a host as browsers understand it, whatever its writing: Unicode TS46.
struct HostName: Sendable, Hashable {
    /// The longest that DNS takes.
    private static let longest = 253
    /// Labels under a country that everybody's names stand under, such as `co` of `co.uk`.
    private static let shared: Set<String> = [
        "ac", "co", "com", "edu", "gob", "gouv", "gov", "ne", "net", "nom", "or", "org",
    ]

    /// As it goes over the wire: lower case, punycode, no dot at the end.
    let ascii: String
    /// As people read it.
    let readable: String
    /// Whether every rule is kept; no registered name breaks one.
    let isSound: Bool
    /// Its readable labels, the topmost last.
    let labels: [String]

    /// - Returns: nil for what no browser takes for a host.
    init?(_ text: String) {
        var text = text
        if let last = text.last, "..。．｡".contains(last) { text.removeLast() }
        guard (1...Self.longest).contains(text.count),
            !text.unicodeScalars.contains(where: { #" /\?#@:%<>[]^|"'`,;(){}"#.unicodeScalars.contains($0) }),
            let ascii = ICU.asciiHost(text), let readable = ICU.readableHost(text),
            (1...Self.longest).contains(ascii.name.utf8.count),
            ascii.name.utf8.allSatisfy({ Self.isPlain($0) })
        else { return nil }
        self.ascii = ascii.name.lowercased()
        self.readable = readable.name.lowercased()
        self.isSound = ascii.isSound && readable.isSound
        self.labels = self.readable.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    }

    /// What stands in a name on the wire; a comma of another script, for one, does not become part of it.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case 48...57, 65...90, 97...122, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): true
        default: false
        }
    }

    /// Whether it can be a public name: two labels at least, the topmost of letters.
    var isPublic: Bool {
        let top = ascii.split(separator: ".").last ?? ""
        let isWord = top.utf8.count >= 2 && top.utf8.allSatisfy { (97...122).contains($0) }
        return labels.count >= 2 && !labels.contains("") && (isWord || top.hasPrefix("xn--"))
    }

    /// Whether it is the other or a name under it.
    func isWithin(_ other: HostName) -> Bool {
        ascii == other.ascii || ascii.hasSuffix(".\(other.ascii)")
    }

    /// Where among the labels the name stands that somebody registered: 1 of `www.shop.co.uk`.
    var registeredIndex: Int {
        var index = labels.count - 2
        if index >= 1, Self.shared.contains(labels[index]) { index -= 1 }
        return max(index, 0)
    }

    /// The label that somebody registered: `demo-exchange` of `www.demo-exchange.com`.
    var name: String { labels[registeredIndex] }
}
