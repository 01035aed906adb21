/// What an operator lets addresses lead to that are not of the public internet: a provider in the company's own network.
package struct AllowedHosts: Sendable, Hashable {
    /// Nothing but the public internet.
    package static let none = AllowedHosts()

    private let names: Set<String>
    private let ranges: [AddressRange]

    private init() {
        self.names = []
        self.ranges = []
    }

    /// - Parameter words: Host names, addresses and ranges such as `sso.corp.example`, `127.0.0.1` and `10.20.0.0/16`.
    /// - Throws: ``Unreadable`` with the first word that is none of them.
    package init(_ words: [String]) throws(Unreadable) {
        var names: Set<String> = []
        var ranges: [AddressRange] = []
        for word in words {
            if let range = AddressRange(word) {
                ranges.append(range)
            } else if let name = HostName(word.lowercased()), !name.isAddress {
                names.insert(name.text)
            } else {
                throw Unreadable(word: word)
            }
        }
        self.names = names
        self.ranges = ranges
    }

    package struct Unreadable: Error, Hashable {
        package let word: String
    }

    /// Whether a host is listed as it is written.
    func lists(_ host: HostName) -> Bool {
        names.contains(host.text) || (host.isAddress && lists(address: host.text))
    }

    func lists(address: String) -> Bool {
        ranges.contains { $0.contains(address) }
    }

    /// Whether the server may connect to an address of a host.
    ///
    /// A cloud's metadata is never reached, whatever is listed.
    func allow(_ address: String, of host: HostName) -> Bool {
        switch AddressKind(address) {
        case .global: true
        case .special: lists(host) || lists(address: address)
        case .metadata, nil: false
        }
    }
}
