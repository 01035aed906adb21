/// What a walk along the chain came to.
package struct AuditVerification: Sendable, Hashable {
    /// The number it began with.
    package let first: Int
    /// The last entry that holds.
    package let last: AuditHead
    /// The first thing that is wrong; nil when all holds.
    package let fault: AuditFault?

    /// How many entries hold.
    package var count: Int { max(0, last.seq - first + 1) }
}

/// The first thing in a chain that is wrong.
package enum AuditFault: Sendable, Hashable {
    /// The content does not fit its hash.
    case edited(Int)
    /// These numbers are not there, and others after them are.
    case missing(ClosedRange<Int>)
    /// It was another number's entry.
    case moved(Int, from: Int)
    /// Its content fits its hash and does not follow the entry before.
    case outOfChain(Int)
    /// The chain ended later than it does now.
    case cutOff(after: Int, end: Int)
    /// The entry holds and is another one than was there when the head was noted.
    case rewritten(Int)
    /// It stands after the end of the chain.
    case added(Int)
    /// Nothing says where the chain ends.
    case headMissing

    /// The kind of it, a stable code.
    package var code: String {
        switch self {
        case .edited: "edited"
        case .missing: "missing"
        case .moved: "moved"
        case .outOfChain: "out_of_chain"
        case .cutOff: "cut_off"
        case .rewritten: "rewritten"
        case .added: "added"
        case .headMissing: "head_missing"
        }
    }
}

extension AuditFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .edited(let seq):
            "Entry \(seq) was edited, or was not written by Switchboard: its content does not fit its hash."
        case .missing(let range) where range.count == 1:
            "Entry \(range.lowerBound) is missing."
        case .missing(let range):
            "The entries \(range.lowerBound) to \(range.upperBound) are missing."
        case .moved(let seq, let origin):
            "Entry \(seq) was put into another place: it is what was written as entry \(origin)."
        case .outOfChain(let seq):
            "Entry \(seq) does not follow the entry before it: one of the two was put in later."
        case .cutOff(let last, let end):
            "The chain was cut off: it ends with entry \(last) and went on to entry \(end)."
        case .rewritten(let seq):
            "The chain was written anew: entry \(seq) is another one than when its hash was noted."
        case .added(let seq):
            "Entry \(seq) was not written by Switchboard: it stands after the end of the chain."
        case .headMissing:
            "The row of audit_head, which says where the chain ends, is gone."
        }
    }
}

/// A walk along the chain: pure, fed with pages of entries in their order.
struct AuditWalk {
    /// How far around an entry its old place is looked for.
    private static let reach = 1000

    /// The last entry that holds.
    private(set) var last: AuditHead
    private(set) var fault: AuditFault?
    /// Where the chain must have certain hashes: as the database itself says, and as somebody kept it.
    private let known: [AuditHead]

    /// - `before`: What stands before the first entry.
    init(after before: AuditHead, known: [AuditHead]) {
        self.last = before
        self.known = known
        if contradictsKnown(before) { fault = .rewritten(before.seq) }
    }

    mutating func check(_ entries: [AuditEntry]) {
        for entry in entries where fault == nil {
            fault = fault(of: entry)
            if fault == nil { last = entry.head }
        }
    }

    private func fault(of entry: AuditEntry) -> AuditFault? {
        guard entry.seq == last.seq + 1 else {
            return .missing(last.seq + 1...max(last.seq + 1, entry.seq - 1))
        }
        guard entry.contentHash == entry.hash else {
            let origin = (max(1, entry.seq - Self.reach)...entry.seq + Self.reach)
                .first { entry.contentHash(at: $0) == entry.hash }
            return origin.map { .moved(entry.seq, from: $0) } ?? .edited(entry.seq)
        }
        guard entry.previousHash == last.hash else { return .outOfChain(entry.seq) }
        return contradictsKnown(entry.head) ? .rewritten(entry.seq) : nil
    }

    private func contradictsKnown(_ head: AuditHead) -> Bool {
        known.contains { $0.seq == head.seq && $0.hash != head.hash }
    }

    /// There are no more entries.
    ///
    /// - `end`: Where the database says that the chain ends by now; nil when it does not.
    mutating func end(at end: AuditHead?) {
        guard fault == nil else { return }
        guard let end else {
            fault = .headMissing
            return
        }
        let expected = known.map(\.seq).max() ?? 0
        if last.seq < expected {
            fault = .cutOff(after: last.seq, end: expected)
        } else if last.seq > end.seq {
            fault = .added(end.seq + 1)
        }
    }
}
