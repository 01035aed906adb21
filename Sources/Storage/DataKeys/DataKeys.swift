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
    /// Keys from outside are not looked for more often.
    private static let patience = Duration.seconds(5)

    private let ring: Mutex<(ring: KeyRing?, readAt: ContinuousClock.Instant)>
    private let reread: @Sendable () throws -> KeyRing?
    private let known = Mutex<(young: [KeyOwner: DataKey], old: [KeyOwner: DataKey])>(([:], [:]))

    /// Begins with keys; without any nothing can be sealed and nothing that is sealed be read.
    ///
    /// - `reread`: Reads the keys anew: asked when something turns out to be under a key that is not at hand, as while
    ///   keys are changed and this program goes on.
    package init(_ ring: KeyRing?, reread: (@Sendable () throws -> KeyRing?)? = nil) {
        self.ring = Mutex((ring, ContinuousClock.now))
        self.reread = reread ?? { ring }
    }

    /// The keys from outside.
    ///
    /// - Throws: ``EncryptionError/noKeys``.
    package func keyRing() throws(EncryptionError) -> KeyRing {
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
            guard now - ring.readAt >= Self.patience else { return false }
            ring.readAt = now
            return true
        }
        // What cannot be read at the moment leaves the keys as they are: the caller says what is missing.
        guard isDue, let fresh = try? reread() else { return }
        ring.withLock { $0.ring = fresh }
    }
}
