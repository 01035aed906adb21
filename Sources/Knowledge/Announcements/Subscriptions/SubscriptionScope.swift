import Base

/// Of what somebody wants to hear: some kinds, some products; none of either stands for all.
struct SubscriptionScope: Sendable, Hashable {
    /// Products at most of what is limited by nothing else: as many as an announcement can name.
    static let mostProducts = AffectedScope.mostNames

    let kinds: [Announcement.Kind]
    let products: [String]

    init(kinds: [Announcement.Kind] = [], products: [String] = []) {
        self.kinds = kinds
        self.products = products
    }

    /// What a form or a program says, each name once and in order.
    ///
    /// - Parameters:
    ///   - kinds: The names of kinds.
    ///   - products: The names of products.
    ///   - most: Products at most; nil where ``AnnouncementSubscriptions`` takes those alone that are offered.
    /// - Throws: ``SubscriptionError/unknown(field:)`` for what is no kind or no name.
    init(kinds: [String], products: [String], most: Int? = Self.mostProducts) throws(SubscriptionError) {
        let asked = Set(kinds)
        let known = Announcement.Kind.allCases.filter { asked.contains($0.rawValue) }
        guard known.count == asked.count else { throw .unknown(field: "kinds") }
        let names = Set(products.map { $0.trimmed.lowercased() }).sorted()
        guard most.map({ names.count <= $0 }) ?? true, names.allSatisfy(AffectedScope.isName) else {
            throw .unknown(field: "products")
        }
        self.init(kinds: known, products: names)
    }

    func holds(_ announcement: Announcement) -> Bool {
        (kinds.isEmpty || kinds.contains(announcement.kind))
            && (products.isEmpty || !Set(products).isDisjoint(with: announcement.scope.products))
    }

    /// In words, such as "Incident, Maintenance · Withdrawals".
    func text(_ localisation: Localisation, _ locale: LocaleCode) -> String {
        func list(_ names: [String]) -> [String] {
            names.isEmpty
                ? [] : [names.joined(separator: localisation.text("subscription.comma", in: locale))]
        }
        let parts =
            list(kinds.map { localisation.text("announcements.kind.\($0.rawValue)", in: locale) })
            + list(products.map { AffectedScope.productName($0, localisation, locale) })
        return parts.isEmpty
            ? localisation.text("announcements.all", in: locale) : parts.joined(separator: " · ")
    }
}
