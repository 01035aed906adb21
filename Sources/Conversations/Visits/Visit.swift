import Base
package import Storage

/// With what and from which page a customer opened a conversation: as much as helps an agent, and nothing that tells
/// people apart.
package struct Visit: Sendable, Hashable, Encodable {
    /// What kind of thing it was.
    package enum Device: String, Sendable, Hashable, Codable, CaseIterable, SQLConvertible {
        case computer, phone, tablet
    }

    /// Name and main version, such as `Firefox 128`; nil when it did not say or is not known.
    package let browser: String?
    /// Such as `iOS 17`; nil when it did not say or is not known.
    package let system: String?
    package let device: Device?
    /// The path of the page, without query and fragment, which may hold secrets.
    package let page: String?

    /// - `userAgent`: As the browser sent it; it is not kept.
    /// - `page`: The page's path or address.
    package init(userAgent: String?, page: String?) {
        let agent = UserAgent(String((userAgent ?? "").prefix(400)))
        self.browser = agent.browser
        self.system = agent.system
        self.device = agent.device
        self.page = page.flatMap(Self.path)
    }

    private init(browser: String?, system: String?, device: Device?, page: String?) {
        self.browser = browser
        self.system = system
        self.device = device
        self.page = page
    }

    /// The longest path that is kept, in characters.
    private static let longestPath = 200

    private static func path(of address: String) -> String? {
        guard address.hasPrefix("/"), !address.hasPrefix("//") else { return nil }
        // By bytes: a sign that combines with `?` makes another character of it, and the query would stay.
        let path = Substring(address.utf8.prefix { !"?#".utf8.contains($0) })
        guard path.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
            return nil
        }
        return String(path.unicodeScalars.prefix(longestPath))
    }

    /// Whether there is anything to keep.
    var isEmpty: Bool { browser == nil && system == nil && page == nil }

    /// The same with secrets hidden: some pages put them into their path.
    func masked(_ mask: (String) -> String) -> Visit {
        Visit(browser: browser, system: system, device: device, page: page.map(mask))
    }
}

/// What a `User-Agent` header says (RFC 9110 §10.1.5), in words.
///
/// Browsers name those they want to be taken for as well, so the order matters.
private struct UserAgent {
    private static let browsers = [
        ("MicroMessenger/", "WeChat"), ("EdgA/", "Edge"), ("EdgiOS/", "Edge"), ("Edg/", "Edge"),
        ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("UCBrowser/", "UC Browser"),
        ("FxiOS/", "Firefox"), ("Firefox/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"),
    ]

    let browser: String?
    let system: String?
    let device: Visit.Device?

    init(_ text: String) {
        func version(after mark: String) -> String? {
            guard let range = text.firstRange(of: mark) else { return nil }
            // By bytes: a digit with signs that combine with it lies between two others, however many they are.
            let digits = text[range.upperBound...].utf8.prefix { (48...57).contains($0) }
            return String(Substring(digits.prefix(4)))
        }
        func named(_ name: String, _ version: String?) -> String {
            version.map { $0.isEmpty ? name : "\(name) \($0)" } ?? name
        }
        if let (mark, name) = Self.browsers.first(where: { text.contains($0.0) }) {
            browser = named(name, version(after: mark))
        } else if text.contains("Safari/"), let safari = version(after: "Version/") {
            browser = named("Safari", safari)
        } else {
            browser = nil
        }
        if text.contains("iPhone") {
            (system, device) = (named("iOS", version(after: "iPhone OS ")), .phone)
        } else if text.contains("iPad") {
            (system, device) = (named("iPadOS", version(after: "CPU OS ")), .tablet)
        } else if text.contains("Android") {
            (system, device) = (
                named("Android", version(after: "Android ")), text.contains("Mobile") ? .phone : .tablet
            )
        } else if text.contains("Windows NT") {
            (system, device) = ("Windows", .computer)
        } else if text.contains("Mac OS X") {
            (system, device) = ("macOS", .computer)
        } else if text.contains("CrOS") {
            (system, device) = ("ChromeOS", .computer)
        } else if text.contains("Linux") {
            (system, device) = ("Linux", .computer)
        } else {
            (system, device) = (nil, nil)
        }
    }
}

extension Visit: RowDecodable {
    package init(row: Row) throws(DatabaseError) {
        self.init(
            browser: try row.get("browser"),
            system: try row.get("system"),
            device: try row.get("device"),
            page: try row.get("page")
        )
    }
}

/// Every statement about visits.
struct VisitSQL {
    let db: Connection

    func insert(_ visit: Visit, of conversation: ID<Conversation>) throws(DatabaseError) {
        try db.run(
            """
            INSERT INTO conversation_visit (conversation_id, browser, system, device, page)
            VALUES (\(conversation), \(visit.browser), \(visit.system), \(visit.device), \(visit.page))
            """
        )
    }

    /// Deletes what is known of conversations that were opened before a moment.
    ///
    /// - Complexity: a stretch of the primary key, as long as what is deleted.
    func delete(before moment: Instant, limit: Int) throws(DatabaseError) -> Int {
        try db.run(
            """
            DELETE FROM conversation_visit WHERE conversation_id IN (
                SELECT conversation_id FROM conversation_visit
                WHERE conversation_id < \(ID<Conversation>.first(at: moment)) ORDER BY conversation_id LIMIT \(limit)
            )
            """
        )
    }

    func visit(of conversation: ID<Conversation>) throws(DatabaseError) -> Visit? {
        try db.first(
            Visit.self,
            "SELECT browser, system, device, page FROM conversation_visit WHERE conversation_id = \(conversation)"
        )
    }
}
