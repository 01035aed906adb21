import Base

/// Finds entries of API documents by what a caller has in hand: an address, an error code, a FIX tag, a name.
///
/// Of each API what its current version has is found there, and what only another version has in the newest that has it.
struct APISearch: Sendable {
    private struct Found: Sendable {
        let hit: APIHit
        /// What a beginning of it suggests the entry by.
        let names: [String]
    }

    private var all: [Found] = []
    private var keys: [String: [Int]] = [:]
    private var words: [String: [Int]] = [:]
    private var templates: [(parts: [Substring], place: Int)] = []
    /// Sorted, for beginnings.
    private var beginnings: [(name: String, place: Int)] = []

    init(_ apis: [[APIVersion]] = []) {
        for versions in apis {
            guard let current = versions.current else { continue }
            var seen: Set<String> = []
            var codes: Set<String> = []
            for version in [current] + versions where version.name != current.name || seen.isEmpty {
                for entry in version.document.entries where seen.insert(entry.key).inserted {
                    add(entry, of: version)
                }
                for row in APIErrorRow.all(of: version.document, "") where codes.insert(row.code).inserted {
                    add(row, of: version)
                }
            }
        }
        beginnings = all.indices
            .flatMap { place in all[place].names.map { (name: $0, place: place) } }
            .sorted { ($0.name, $0.place) < ($1.name, $1.place) }
    }

    private mutating func add(_ entry: APIEntry, of version: APIVersion) {
        let path = entry.path.lowercased()
        var names: Set = [path, entry.title.lowercased()]
        var exact = names
        switch entry.kind {
        case .operation:
            exact.insert("\(entry.method.lowercased()) \(path)")
            templates.append((path.split(separator: "/"), all.count))
        case .message:
            exact.formUnion(["35=\(entry.method.lowercased())", "msgtype \(entry.method.lowercased())"])
        case .field: exact.formUnion([entry.method, "tag \(entry.method)"])
        case .send, .receive: break
        }
        names.remove("")
        exact.remove("")
        put(
            APIHit(entry, of: version),
            names: names,
            exact: exact,
            text: "\(entry.path) \(entry.title) \(entry.group)"
        )
    }

    private mutating func add(_ error: APIErrorRow, of version: APIVersion) {
        let code = error.code.lowercased()
        var exact: Set = [code]
        // "2010" for -2010: a minus is easily lost in copying.
        if code.hasPrefix("-") { exact.insert(String(code.dropFirst())) }
        put(APIHit(error, of: version), names: [code], exact: exact, text: error.message)
    }

    private mutating func put(_ hit: APIHit, names: Set<String>, exact: Set<String>, text: String) {
        let place = all.count
        all.append(Found(hit: hit, names: names.sorted()))
        for key in exact { keys[key, default: []].append(place) }
        for word in Set(Self.words(of: text)) { words[word, default: []].append(place) }
    }

    /// Lower-case words; `recvWindow` has three: itself and its two.
    private static func words(of text: String) -> [String] {
        text.split { !$0.isLetter && !$0.isNumber }.flatMap { run -> [String] in
            var parts: [String] = []
            for character in run {
                if let last = parts.last?.last, !(character.isUppercase && last.isLowercase) {
                    parts[parts.count - 1].append(character)
                } else {
                    parts.append(String(character))
                }
            }
            return ([String(run)] + (parts.count > 1 ? parts : [])).map { $0.lowercased() }
        }
    }

    // MARK: - Finding

    struct Result: Sendable {
        /// What the question names outright.
        let exact: [APIHit]
        /// What holds all its words.
        let others: [APIHit]

        var isEmpty: Bool { exact.isEmpty && others.isEmpty }
    }

    /// - Complexity: a few look-ups; addresses with values in them are compared with each template.
    func find(_ question: String, limit: Int) -> Result {
        let asked = Self.forms(of: question)
        var seen: Set<Int> = []
        var exact: [APIHit] = []
        for form in asked {
            for place in (keys[form] ?? []) + matches(form) where seen.insert(place).inserted {
                exact.append(all[place].hit)
            }
        }
        guard exact.count < limit, let form = asked.first else {
            return Result(exact: Array(exact.prefix(limit)), others: [])
        }
        var others: [APIHit] = []
        for place in holding(form) where seen.insert(place).inserted && exact.count + others.count < limit {
            others.append(all[place].hit)
        }
        return Result(exact: exact, others: others)
    }

    /// Entries whose address or name begins so.
    func suggest(_ text: String, limit: Int) -> [APIHit] {
        guard let form = Self.forms(of: text).first, form.count >= 2 else { return [] }
        var low = 0
        var high = beginnings.count
        while low < high {
            let middle = (low + high) / 2
            if beginnings[middle].name < form { low = middle + 1 } else { high = middle }
        }
        var seen: Set<Int> = []
        var hits: [APIHit] = []
        for (name, place) in beginnings[low...] {
            guard name.hasPrefix(form), hits.count < limit else { break }
            if seen.insert(place).inserted { hits.append(all[place].hit) }
        }
        return hits
    }

    /// An address with values where its template has names: `/orders/42` is `/orders/{id}`.
    private func matches(_ form: String) -> [Int] {
        guard form.hasPrefix("/") else { return [] }
        let parts = form.split(separator: "/")
        return templates.filter { template in
            template.parts.count == parts.count && template.parts.contains { $0.hasPrefix("{") }
                && zip(template.parts, parts).allSatisfy { $0 == $1 || $0.hasPrefix("{") }
        }.map(\.place)
    }

    private func holding(_ form: String) -> [Int] {
        let asked = Self.words(of: form)
        guard let first = asked.first, asked.count <= 8, form.count >= 3 else { return [] }
        let rest = asked.dropFirst().map { Set(words[$0] ?? []) }
        return (words[first] ?? []).filter { place in rest.allSatisfy { $0.contains(place) } }
    }

    /// What a question may name, the likeliest first.
    private static func forms(of question: String) -> [String] {
        var text = question.lowercased().trimmingWhitespace
        if text.hasPrefix("https://") || text.hasPrefix("http://") || text.hasPrefix("wss://") {
            let rest = text.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: true)
            text = rest.count == 3 ? "/\(rest[2])" : text
        }
        if text.contains("/") { text = String(text.prefix { $0 != "?" && $0 != "#" }) }
        if text.count > 1, text.hasSuffix("/") { text.removeLast() }
        var forms = [text]
        if let match = text.wholeMatch(of: /(?:fix\s*)?(?:tag|标签|字段|域)\s*#?\s*([0-9]{1,7})/) {
            forms = ["tag \(match.output.1)"]
        } else if let match = text.wholeMatch(
            of: /(?:error\s*code|error|code|错误码|错误代码|错误)\s*[:：#]?\s*(-?[a-z0-9_.]{1,60})/
        ) {
            forms = [String(match.output.1)]
        } else if let match = text.wholeMatch(of: /([0-9]{1,7})=.{0,40}/), !text.hasPrefix("35=") {
            forms = ["tag \(match.output.1)"]
        }
        return forms.filter { !$0.isEmpty }
    }
}

/// What a search of the API documents found.
package struct APIHit: Sendable, Hashable {
    /// What it is in answers of the search.
    static let kind = "api"

    package let id: String
    package let title: String
    package let detail: String
    package let url: String
    /// The API and its version.
    package let place: String

    init(_ entry: APIEntry, of version: APIVersion) {
        let head =
            switch entry.kind {
            case .operation: "\(entry.method) \(entry.path)"
            case .send, .receive: entry.title
            case .message: "\(entry.path) (35=\(entry.method))"
            case .field: "\(entry.path) (\(entry.method))"
            }
        self.init(
            id: entry.key,
            title: head,
            detail: entry.title == head || entry.title == entry.path ? entry.path : entry.title,
            anchor: "/\(entry.key)",
            of: version
        )
    }

    init(_ error: APIErrorRow, of version: APIVersion) {
        self.init(
            id: error.anchor,
            title: error.code,
            detail: error.message,
            anchor: "#\(error.anchor)",
            of: version
        )
    }

    private init(id: String, title: String, detail: String, anchor: String, of version: APIVersion) {
        self.id = "\(version.api)/\(version.name)/\(id)"
        self.title = title
        self.detail = detail == title ? "" : detail
        self.url = "/api-docs/\(version.api)/\(version.name)\(anchor)"
        self.place = "\(version.document.title) \(version.name)"
    }
}

extension String {
    fileprivate var trimmingWhitespace: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
