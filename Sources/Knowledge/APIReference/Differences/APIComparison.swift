/// Finds what changed between two descriptions, entry by entry.
struct APIComparison {
    /// More are no reading.
    private static let mostChanges = 2000

    let older: APIDocument
    let newer: APIDocument
    private(set) var changes: [APIDifference.Change] = []
    private(set) var isFull = false
    /// The entry that is compared.
    private var key = ""
    private var entry = ""

    init(_ older: APIDocument, _ newer: APIDocument) {
        self.older = older
        self.newer = newer
    }

    mutating func note(
        _ rule: APIDifference.Rule,
        _ place: String = "",
        before: String = "",
        after: String = ""
    ) {
        guard changes.count < Self.mostChanges else {
            isFull = true
            return
        }
        changes.append(
            .init(
                kind: rule.kind,
                rule: rule,
                isBreaking: rule.isBreaking,
                key: key,
                entry: entry,
                place: place,
                before: before,
                after: after
            )
        )
    }

    mutating func run() {
        compareServers()
        var pairs = Pairs(older.entries, newer.entries)
        for now in newer.entries {
            (key, entry) = (now.key, now.label)
            if let before = pairs.take(now) { compare(before, now) } else { note(.entryAdded) }
        }
        for before in pairs.left {
            (key, entry) = (before.key, before.label)
            note(.entryRemoved)
        }
        (key, entry) = ("", "")
        compareErrors(older.errors, newer.errors)
    }

    private mutating func compareServers() {
        let (before, after) = (older.servers.map(\.url), newer.servers.map(\.url))
        for url in before where !after.contains(url) { note(.serverRemoved, before: url) }
        for url in after where !before.contains(url) { note(.serverAdded, after: url) }
    }

    private mutating func compare(_ before: APIEntry, _ after: APIEntry) {
        if after.isDeprecated, !before.isDeprecated { note(.entryDeprecated) }
        if before.path != after.path {
            let isField = after.kind == .field || after.kind == .message
            note(isField ? .nameChanged : .addressChanged, before: before.path, after: after.path)
        }
        compareSecurity(before.security, after.security)
        compareParameters(before.parameters, after.parameters)
        // What the exchange sends is read by callers; of FIX messages either may be the sender.
        let isAnswer = after.kind == .receive
        compareContents(before.contents, after.contents, "", isAnswer: isAnswer)
        compareAnswers(before, after)
        compareErrors(before.errors, after.errors)
    }

    private mutating func compareSecurity(_ before: [[APICredential]], _ after: [[APICredential]]) {
        let (old, new) = (Set(before.map { Set($0) }), Set(after.map { Set($0) }))
        guard old != new else { return }
        let names = { (ways: [[APICredential]]) in
            ways.map { $0.map(\.text).joined(separator: " + ") }.joined(separator: ", ")
        }
        // A way that every caller of before had goes on when it, or none at all, is still there.
        let isKept = new.isEmpty || (!old.isEmpty && old.isSubset(of: new))
        note(isKept ? .securityLifted : .securityRequired, before: names(before), after: names(after))
    }

    private mutating func compareParameters(_ before: [APIParameter], _ after: [APIParameter]) {
        for (position, old) in before.enumerated() {
            let place = "\(old.place.rawValue) \(old.name)"
            // The name of a part of an address is nobody's but the description's.
            let path = before[...position].count { $0.place == .path }
            let sameName = after.first { $0.name == old.name && $0.place == old.place }
            let samePlace =
                old.place == .path ? after.filter { $0.place == .path }.dropFirst(path - 1).first : nil
            guard let new = sameName ?? samePlace else {
                note(.parameterRemoved, place)
                continue
            }
            if new.isRequired, !old.isRequired { note(.becameRequired, place) }
            if !new.isRequired, old.isRequired { note(.becameOptional, place) }
            if new.isDeprecated, !old.isDeprecated { note(.fieldDeprecated, place) }
            var schemas = SchemaComparison(isAnswer: false)
            schemas.compare(old.schema, new.schema, place, &self)
        }
        for new in after
        where new.place != .path && !before.contains(where: { $0.name == new.name && $0.place == new.place })
        {
            note(
                new.isRequired ? .requiredParameterAdded : .parameterAdded,
                "\(new.place.rawValue) \(new.name)"
            )
        }
    }

    private mutating func compareContents(
        _ before: [APIContent],
        _ after: [APIContent],
        _ place: String,
        isAnswer: Bool
    ) {
        if !isAnswer, before.isEmpty, after.contains(where: \.isRequired) { note(.bodyRequired, place) }
        for old in before {
            guard let new = after.first(where: { $0.mediaType == old.mediaType }) else {
                note(.contentRemoved, place, before: old.mediaType)
                continue
            }
            if !isAnswer, new.isRequired, !old.isRequired { note(.bodyRequired, place) }
            var schemas = SchemaComparison(isAnswer: isAnswer)
            schemas.compare(old.schema, new.schema, place, &self)
        }
        for new in after where !before.isEmpty && !before.contains(where: { $0.mediaType == new.mediaType }) {
            note(.contentAdded, place, after: new.mediaType)
        }
    }

    private mutating func compareAnswers(_ before: APIEntry, _ after: APIEntry) {
        for old in before.answers {
            guard let new = after.answers.first(where: { $0.status == old.status }) else {
                let isSuccess = old.status.hasPrefix("2") || before.kind != .operation
                note(isSuccess ? .successRemoved : .answerRemoved, before: old.status)
                continue
            }
            compareContents(old.contents, new.contents, old.status, isAnswer: true)
        }
        for new in after.answers where !before.answers.contains(where: { $0.status == new.status }) {
            note(.answerAdded, after: new.status)
        }
    }

    private mutating func compareErrors(_ before: [APIErrorCode], _ after: [APIErrorCode]) {
        let (old, new) = (Set(before.map(\.code)), Set(after.map(\.code)))
        for error in before where !new.contains(error.code) { note(.errorRemoved, before: error.code) }
        for error in after where !old.contains(error.code) { note(.errorAdded, after: error.code) }
    }
}

extension APIEntry {
    /// The entry as people name it.
    var label: String {
        switch kind {
        case .operation: "\(method) \(path)"
        case .send, .receive: title == path ? path : "\(title) (\(path))"
        case .message: "\(path) (35=\(method))"
        case .field: "\(path) (\(method))"
        }
    }
}

/// Which entry of an older version a newer one goes on.
private struct Pairs {
    private var byAddress: [String: [Int]] = [:]
    private var byLikeness: [String: [Int]] = [:]
    private let entries: [APIEntry]
    private let claimed: Set<String>
    private var taken: Set<Int> = []

    init(_ older: [APIEntry], _ newer: [APIEntry]) {
        entries = older
        claimed = Set(newer.map(Self.address))
        for (place, entry) in older.enumerated() {
            byAddress[Self.address(entry), default: []].append(place)
            byLikeness[Self.likeness(entry), default: []].append(place)
        }
    }

    /// The entry of the same address; else one that is the same but for its version's name, such as `/v2/` for `/v3/`.
    mutating func take(_ entry: APIEntry) -> APIEntry? {
        let same = byAddress[Self.address(entry)]?.first { !taken.contains($0) }
        let alike = byLikeness[Self.likeness(entry)]?.first { place in
            // What the newer version has under its own address goes on there.
            !taken.contains(place) && !claimed.contains(Self.address(entries[place]))
        }
        guard let place = same ?? alike else { return nil }
        taken.insert(place)
        return entries[place]
    }

    var left: [APIEntry] {
        entries.enumerated().filter { !taken.contains($0.offset) }.map(\.element)
    }

    private static func address(_ entry: APIEntry) -> String {
        switch entry.kind {
        case .operation: "\(entry.method) \(nameless(entry.path))"
        case .send, .receive: "\(entry.kind.rawValue) \(nameless(entry.path)) \(entry.title)"
        // Messages and fields are what their numbers say.
        case .message, .field: "\(entry.kind.rawValue) \(entry.method)"
        }
    }

    private static func likeness(_ entry: APIEntry) -> String {
        switch entry.kind {
        case .operation: "\(entry.method) \(versionless(nameless(entry.path)))"
        case .send, .receive: "\(entry.kind.rawValue) \(entry.title)"
        case .message, .field: address(entry)
        }
    }

    private static func nameless(_ path: String) -> String {
        path.replacing(/\{[^}\/]*\}/, with: "{}")
    }

    private static func versionless(_ path: String) -> String {
        path.split(separator: "/", omittingEmptySubsequences: false)
            .filter { $0.wholeMatch(of: /v[0-9]+(\.[0-9]+)?/) == nil }.joined(separator: "/")
    }
}
