package import Base
import Crypto
import Foundation

/// A deed as it stands in the chain.
package struct AuditEntry: Sendable, Hashable {
    /// 1, 2, 3… without gaps.
    package let seq: Int
    package let happenedAt: Instant
    package let actorKind: String
    package let actorID: String?
    package let actorName: String
    package let address: String?
    package let action: String
    package let subjectKind: String
    package let subjectID: String?
    /// A JSON object whose members are texts, as it is stored: keys sorted, no white space.
    package let details: String
    /// The hash of the entry before; 32 zero bytes in the first.
    package let previousHash: [UInt8]
    package let hash: [UInt8]

    /// What the chain is told by when it goes on after this entry.
    package var head: AuditHead { AuditHead(seq: seq, hash: hash) }

    /// The hash that the content of this entry has.
    var contentHash: [UInt8] { contentHash(at: seq) }

    /// The hash that the content would have under another number.
    ///
    /// SHA-256 over, one after the other:
    ///
    /// 1. the 21 bytes `switchboard.audit.v1` and a line feed;
    /// 2. the hash of the entry before, 32 bytes;
    /// 3. the number, 8 bytes, the most significant first;
    /// 4. the time in milliseconds since 1970-01-01T00:00:00Z, 8 bytes in two's complement, the most significant first;
    /// 5. eight texts: the actor's kind, id and name, the address, the action, the subject's kind and id, the details;
    ///    each as the number of its UTF-8 bytes in 4 bytes, the most significant first, and these bytes; one that is
    ///    not there as the 4 bytes `FF FF FF FF` and nothing more.
    func contentHash(at seq: Int) -> [UInt8] {
        var bytes = Array("switchboard.audit.v1\n".utf8) + previousHash
        bytes += Self.bigEndian(Int64(seq)) + Self.bigEndian(happenedAt.milliseconds)
        for text in [
            actorKind, actorID, actorName, address, action, subjectKind, subjectID, details,
        ] as [String?] {
            guard let text else {
                bytes += Self.bigEndian(UInt32.max)
                continue
            }
            bytes += Self.bigEndian(UInt32(text.utf8.count)) + Array(text.utf8)
        }
        return Array(SHA256.hash(data: bytes))
    }

    private static func bigEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        (0..<Number.bitWidth / 8).reversed().map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }
}

extension AuditEntry {
    /// The next entry of the chain.
    init(_ pending: PendingDeed, after head: AuditHead) {
        let draft = Self(pending, seq: head.seq + 1, previousHash: head.hash, hash: [])
        self.init(pending, seq: draft.seq, previousHash: head.hash, hash: draft.contentHash)
    }

    private init(_ pending: PendingDeed, seq: Int, previousHash: [UInt8], hash: [UInt8]) {
        self.seq = seq
        self.happenedAt = pending.happenedAt
        self.actorKind = pending.actorKind
        self.actorID = pending.actorID
        self.actorName = pending.actorName
        self.address = pending.address
        self.action = pending.action
        self.subjectKind = pending.subjectKind
        self.subjectID = pending.subjectID
        self.details = pending.details
        self.previousHash = previousHash
        self.hash = hash
    }
}

extension AuditEntry: RowDecodable {
    package init(row: Row) throws(DatabaseError) {
        self.init(
            try PendingDeed(contentOf: row),
            seq: try row.get("seq"),
            previousHash: try row.get("previous_hash"),
            hash: try row.get("hash")
        )
    }
}

/// A deed that waits for its place in the chain.
struct PendingDeed: Sendable {
    /// Nil for one that has its place.
    var id: ID<PendingDeed>?
    let happenedAt: Instant
    let actorKind: String
    let actorID: String?
    let actorName: String
    let address: String?
    let action: String
    let subjectKind: String
    let subjectID: String?
    let details: String
}

extension PendingDeed: RowDecodable {
    init(row: Row) throws(DatabaseError) {
        try self.init(contentOf: row)
        self.id = try row.get("id")
    }

    /// What a row of the chain has in common with one that waits for it.
    fileprivate init(contentOf row: Row) throws(DatabaseError) {
        self.init(
            happenedAt: try row.get("happened_at"),
            actorKind: try row.get("actor_kind"),
            actorID: try row.get("actor_id"),
            actorName: try row.get("actor_name"),
            address: try row.get("address"),
            action: try row.get("action"),
            subjectKind: try row.get("subject_kind"),
            subjectID: try row.get("subject_id"),
            details: try row.get("details")
        )
    }
}

extension PendingDeed: Identified {
    static let idPrefix = "ded"
}

/// The number and hash of an entry: whoever keeps it elsewhere can tell later that nothing before it was changed.
///
/// Written as `12:` and 64 hexadecimal digits.
package struct AuditHead: Sendable, Hashable, LosslessStringConvertible {
    /// Before the first entry.
    static let start = AuditHead(seq: 0, hash: Array(repeating: 0, count: 32))

    package let seq: Int
    package let hash: [UInt8]

    init(seq: Int, hash: [UInt8]) {
        self.seq = seq
        self.hash = hash
    }

    package init?(_ description: String) {
        let parts = description.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let seq = Int(parts[0]), seq >= 0, parts[1].utf8.count == 64 else {
            return nil
        }
        // By bytes: a character of several would leave fewer than there are places.
        let digits = parts[1].utf8.map { Character(UnicodeScalar($0)) }
        let hash = stride(from: 0, to: digits.count, by: 2).compactMap { index in
            digits[index].isHexDigit && digits[index + 1].isHexDigit
                ? UInt8(String(digits[index...index + 1]), radix: 16) : nil
        }
        guard hash.count == 32 else { return nil }
        self.init(seq: seq, hash: hash)
    }

    package var description: String { "\(seq):\(hash.hexadecimal)" }
}

extension AuditHead: RowDecodable {
    package init(row: Row) throws(DatabaseError) {
        self.init(seq: try row.get("seq"), hash: try row.get("hash"))
    }
}
