import Synchronization

/// Texts that an installation chose itself; they stand in front of those of the strings files.
///
/// Every copy of a ``Localisation`` reads the same ones, so that who speaks needs not know where its words come from.
package final class OwnTexts: Sendable {
    /// Texts by locale and key.
    package typealias Texts = [LocaleCode: [String: String]]

    private struct State {
        var revision = 0
        var texts: Texts = [:]
    }

    private let state = Mutex(State())

    package init() {}

    /// All of them as they are now.
    package var texts: Texts { state.withLock { $0.texts } }

    /// Another number after each change, for what is made of them.
    package var revision: Int { state.withLock { $0.revision } }

    /// Takes other texts in the place of all there were; the same ones again are no change.
    package func replace(with texts: Texts) {
        state.withLock { state in
            guard state.texts != texts else { return }
            state.texts = texts
            state.revision += 1
        }
    }
}
