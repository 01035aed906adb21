import Base
import Storage

/// What an announcement is about, as sets that programs compare; the words beside it are for people.
package struct AffectedScope: Sendable, Hashable, Codable {
    /// Names of one sort at most.
    package static let mostNames = 40
    private static let longestName = 40

    /// Such as `spot`, `withdrawals`, `api`.
    package private(set) var products: [String]
    /// Such as `btc`, `trc20`.
    package private(set) var networks: [String]
    /// Such as `eu`, `hk`.
    package private(set) var regions: [String]
    /// The topics of conversations that it raises.
    package private(set) var topics: [String]

    package init(
        products: [String] = [],
        networks: [String] = [],
        regions: [String] = [],
        topics: [String] = []
    ) {
        self.products = products
        self.networks = networks
        self.regions = regions
        self.topics = topics
    }

    package var isEmpty: Bool { products.isEmpty && networks.isEmpty && regions.isEmpty && topics.isEmpty }

    /// In lower case, each name once, in their order.
    ///
    /// - Throws: ``AnnouncementError/invalid(field:_:)`` for a name that is none.
    package func validated() throws(AnnouncementError) -> AffectedScope {
        AffectedScope(
            products: try Self.validated(products, "products"),
            networks: try Self.validated(networks, "networks"),
            regions: try Self.validated(regions, "regions"),
            topics: try Self.validated(topics, "topics")
        )
    }

    private static func validated(_ names: [String], _ field: String) throws(AnnouncementError) -> [String] {
        let names = Set(names.map { $0.trimmed.lowercased() }.filter { !$0.isEmpty }).sorted()
        guard names.count <= mostNames, names.allSatisfy(isName) else {
            throw .invalid(
                field: field,
                "\(mostNames) names at most, each of \(longestName) letters, digits, hyphens and underscores at most"
            )
        }
        return names
    }

    /// Whether something is a name: it begins with a letter or digit.
    package static func isName(_ text: String) -> Bool {
        let bytes = text.utf8
        guard (1...longestName).contains(bytes.count), let first = bytes.first else { return false }
        func isWord(_ byte: UInt8) -> Bool { (97...122).contains(byte) || (48...57).contains(byte) }
        return isWord(first) && bytes.allSatisfy { isWord($0) || $0 == 45 || $0 == 95 }
    }
}
