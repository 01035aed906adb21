import Base
package import Safeguard
import Synchronization

/// The data keys of a database, and the keys from outside that open them.
///
/// A data key is made when its owner's first field is sealed, kept in a row under the key in use, and remembered once
/// its transaction is on disk. Which key is in use says the row of the installation's own data key, to every node alike: in
/// which order a node has the keys at the moment counts for nothing.
package final class DataKeys: Sendable {
    /// How much later than others a node may notice that another key is in use.
    package static let lag = Duration.seconds(1)
    /// Keys that are remembered at most, of each of two generations.
    private static let remembered = 16_384

    private let ring: Mutex<KeyRing?>
    private let read: @Sendable () throws -> KeyRing?
    private let patience: Duration
    private let lag: Duration
    /// When they were read last and were as before; held while they are read.
    private let readInVain = Mutex<ContinuousClock.Instant?>(nil)
    private let inUse = Mutex<(id: String, until: ContinuousClock.Instant)?>(nil)
    private let known = Mutex<(young: [KeyOwner: DataKey], old: [KeyOwner: DataKey])>(([:], [:]))

    /// Begins with keys.
    package init(_ ring: KeyRing) {
        self.ring = Mutex(ring)
        self.patience = .zero
        self.lag = Self.lag
        self.read = { ring }
    }

    /// Begins without keys.
    ///
    /// - Parameters:
    ///   - patience: How long nothing is read after it was read in vain.
    ///   - lag: How long the key in use is not looked for again.
    ///   - read: Reads them: asked when the first is needed, and again when something turns out to be under a key that is
    ///     not at hand, as while keys are changed and this program goes on. Nil where there are none; then nothing can be
    ///     sealed, and nothing that is sealed be read.
    package init(
        patience: Duration = .seconds(5),
        lag: Duration = DataKeys.lag,
        read: @escaping @Sendable () throws -> KeyRing?
    ) {
        self.ring = Mutex(nil)
        self.patience = patience
        self.lag = lag
        self.read = read
    }

    /// A database of which no sealed field is touched.
    package static let none = DataKeys { nil }

    // MARK: The data keys that are remembered

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

    // MARK: The keys from outside

    /// Opens a key's row, with keys read anew where those at hand do not do.
    func unwrap(_ wrapped: WrappedKey, of owner: KeyOwner) throws(EncryptionError) -> DataKey {
        try withRing { (ring: KeyRing) throws(EncryptionError) -> DataKey in
            try ring.unwrap(wrapped, for: owner.bytes)
        }
    }

    /// Protects a new data key.
    ///
    /// - `id`: Of the key that is in use; nil where none is yet, and the first one is taken.
    /// - Throws: ``EncryptionError/unknownKey(_:)`` where that key cannot be had: under another one nothing new is kept, for
    ///   that may be taken away at any time.
    func wrap(_ key: DataKey, of owner: KeyOwner, under id: String?) throws(EncryptionError) -> WrappedKey {
        try withRing { (ring: KeyRing) throws(EncryptionError) -> WrappedKey in
            guard let id, id != ring.current.id else { return try ring.wrap(key, for: owner.bytes) }
            guard let used = ring.keys.first(where: { $0.id == id }) else {
                throw EncryptionError.unknownKey(id)
            }
            return try KeyRing(used).wrap(key, for: owner.bytes)
        }
    }

    /// The id of the key in use, as long as that was looked for lately.
    var keyInUse: String? {
        inUse.withLock { found in found.flatMap { ContinuousClock.now < $0.until ? $0.id : nil } }
    }

    func remember(keyInUse id: String) {
        inUse.withLock { $0 = (id, ContinuousClock.now + lag) }
    }

    /// Does something with the keys at hand, and once more with those read anew where one is missing.
    private func withRing<Value>(
        _ work: (KeyRing) throws(EncryptionError) -> Value
    ) throws(EncryptionError) -> Value {
        let atHand = try keyRing()
        do {
            return try work(atHand)
        } catch .unknownKey {
            readAgain(since: atHand)
            return try work(keyRing())
        }
    }

    /// - Throws: ``EncryptionError/noKeys``.
    private func keyRing() throws(EncryptionError) -> KeyRing {
        if let ring = ring.withLock({ $0 }) { return ring }
        readAgain(since: nil)
        guard let ring = ring.withLock({ $0 }) else { throw EncryptionError.noKeys }
        return ring
    }

    /// - `atHand`: What did not do. Of many who meet the first key that is missing one reads, and the others wait for it.
    private func readAgain(since atHand: KeyRing?) {
        readInVain.withLock { inVain in
            guard ring.withLock({ $0 }) == atHand else { return }
            if atHand != nil, let inVain, ContinuousClock.now - inVain < patience { return }
            // What cannot be read at the moment leaves the keys as they are: the caller says which one is missing.
            let fresh = try? read()
            guard let fresh, fresh != atHand else {
                inVain = ContinuousClock.now
                return
            }
            inVain = nil
            ring.withLock { $0 = fresh }
        }
    }
}
