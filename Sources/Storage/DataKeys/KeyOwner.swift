package import Base

/// Whom a data key belongs to: what is erased together.
package struct KeyOwner: Sendable, Hashable {
    /// The id's prefix, such as `cnv`.
    package let kind: String
    /// The id's 16 bytes.
    package let bytes: [UInt8]

    /// A customer, a conversation, an agent.
    package init<Entity: Identified>(_ id: ID<Entity>) {
        self.init(kind: Entity.idPrefix, bytes: id.bytes)
    }

    init(kind: String, bytes: [UInt8]) {
        self.kind = kind
        self.bytes = bytes
    }

    /// What belongs to nobody in particular, such as the key of the search index.
    package static let installation = KeyOwner(kind: "installation", bytes: Array("installation".utf8))
}
