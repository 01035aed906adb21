import Base
package import Safeguard
import Synchronization

/// The data keys of a database, and the keys from outside that open them.
///
/// A data key is made when its owner's first field is sealed, kept in a row under the current key, and remembered once
/// its transaction is on disk.
package final class DataKeys: Sendable {
    /// Keys that are remembered at most, of each of two generations.
    private static let remembered = 16_384

    private let ring: Mutex<(ring: KeyRing?, readAt: ContinuousClock.Instant?)>
    private let patience: Duration
    private let read: @Sendable () throws -> KeyRing?
    private let known = Mutex<(young: [KeyOwner: DataKey], old: [KeyOwner: DataKey])>(([:], [:]))

    /// Begins with keys.
    package init(_ ring: KeyRing) {
        self.ring = Mutex((ring, nil))
        self.patience = .zero
        self.read = { ring }
    }

    /// Begins without keys.
    ///
    /// - `read`: Reads them: asked when the first is needed, and again when something turns out to be under a key that is
    ///   not at hand, as while keys are changed and this program goes on. Nil where there are none; then nothing can be
    ///   sealed, and nothing that is sealed be read.
    /// - `patience`: They are not read anew more often.
    package init(patience: Duration = .seconds(5), read: @escaping @Sendable () throws -> KeyRing?) {
        self.ring = Mutex((nil, nil))
        self.patience = patience
        self.read = read
    }

    /// A database of which no sealed field is touched.
    package static let none = DataKeys { nil }

    /// The keys from outside.
    ///
    /// - Throws: ``EncryptionError/noKeys``.
    package func keyRing() throws(EncryptionError) -> KeyRing {
        if let ring = ring.withLock({ $0.ring }) { return ring }
        readAgain()
        guard let ring = ring.withLock({ $0.ring }) else { throw EncryptionError.noKeys }
        return ring
    }

    func remembered(_ owner: KeyOwner) -> DataKey? {
        known.withLock { known in
            if let key = known.young[owner] { return key }
            guard let key = known.old[owner] else { return nil }
            Self.remember(key, of: owner, in: &known)
            return key
        }
    }

    func remember(_ key: DataKey, of owner: KeyOwner) {
        known.withLock { Self.remember(key, of: owner, in: &$0) }
    }

    /// What was used least lately goes: the old generation, whenever the young one is full.
    private static func remember(
        _ key: DataKey,
        of owner: KeyOwner,
        in known: inout (young: [KeyOwner: DataKey], old: [KeyOwner: DataKey])
    ) {
        if known.young.count >= remembered { known = (young: [:], old: known.young) }
        known.young[owner] = key
    }

    func forget(_ owner: KeyOwner) {
        known.withLock { known in
            known.young[owner] = nil
            known.old[owner] = nil
        }
    }

    /// Opens a key's row, with keys read anew where those at hand do not do.
    func unwrap(_ wrapped: WrappedKey, of owner: KeyOwner) throws(EncryptionError) -> DataKey {
        do {
            return try keyRing().unwrap(wrapped, for: owner.bytes)
        } catch .unknownKey {
            readAgain()
            return try keyRing().unwrap(wrapped, for: owner.bytes)
        }
    }

    private func readAgain() {
        let isDue = ring.withLock { ring in
            let now = ContinuousClock.now
            if ring.ring != nil, let readAt = ring.readAt, now - readAt < patience { return false }
            ring.readAt = now
            return true
        }
        // What cannot be read at the moment leaves the keys as they are: the caller says which one is missing.
        guard isDue, let fresh = try? read() else { return }
        ring.withLock { $0.ring = fresh }
    }
}
