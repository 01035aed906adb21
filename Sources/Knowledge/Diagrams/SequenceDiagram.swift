import Base

/// Who tells whom what, from the top down.
///
/// ```
/// title: A deposit arrives
/// You -> Exchange: asks for an address
/// Exchange --> You: address
/// note over Exchange: waits for two confirmations
/// Exchange -> Exchange: books it
/// ```
struct SequenceDiagram: Sendable, Hashable {
    enum Row: Sendable, Hashable {
        /// Places among the people.
        case message(from: Int, to: Int, text: String, isDashed: Bool)
        case note(from: Int, to: Int, text: String)
    }

    static let mostPeople = 8
    static let mostRows = 60

    let title: String
    private(set) var people: [String] = []
    private(set) var rows: [Row] = []

    init(_ source: String) throws(DiagramError) {
        let source = try DiagramLines(source)
        title = source.title
        for line in source.lines {
            if line.lowercased() == "sequencediagram" { continue }
            try read(line)
            guard people.count <= Self.mostPeople, rows.count <= Self.mostRows else { throw .tooLarge }
        }
        guard !people.isEmpty else { throw .unreadable(source.lines.first ?? title) }
    }

    var words: String {
        let said = rows.map { row in
            switch row {
            case .message(let from, let to, let text, _): "\(people[from]) → \(people[to]): \(text)"
            case .note(_, _, let text): text
            }
        }
        return ([title] + said).joined(separator: "\n")
    }

    private mutating func read(_ line: String) throws(DiagramError) {
        if let name = Self.rest(of: line, behind: "participant ") {
            _ = try person(name, line)
            return
        }
        guard let colon = line.firstIndex(where: { $0 == ":" || $0 == "：" }) else { throw .unreadable(line) }
        let head = String(line[..<colon])
        let text = try DiagramLines.text(String(line[line.index(after: colon)...]), in: line)
        if let names = Self.rest(of: head, behind: "note over ") {
            let found = names.split { $0 == "," || $0 == "，" }
            guard (1...2).contains(found.count) else { throw .unreadable(line) }
            let (from, to) = (
                try person(String(found[0]), line), try person(String(found[found.count - 1]), line)
            )
            rows.append(.note(from: min(from, to), to: max(from, to), text: text))
            return
        }
        for (sign, isDashed) in [("-->>", true), ("->>", false), ("-->", true), ("->", false)] {
            guard let found = head.firstRange(of: sign) else { continue }
            let from = try person(String(head[..<found.lowerBound]), line)
            let to = try person(String(head[found.upperBound...]), line)
            rows.append(.message(from: from, to: to, text: text, isDashed: isDashed))
            return
        }
        throw .unreadable(line)
    }

    private static func rest(of line: String, behind words: String) -> String? {
        line.lowercased().hasPrefix(words) ? String(line.dropFirst(words.count)) : nil
    }

    /// The place of somebody, who is there from now on.
    private mutating func person(_ name: String, _ line: String) throws(DiagramError) -> Int {
        let name = try DiagramLines.text(name, in: line)
        guard !name.contains("->"), name.count <= 40 else { throw .unreadable(line) }
        if let place = people.firstIndex(of: name) { return place }
        people.append(name)
        return people.count - 1
    }
}
