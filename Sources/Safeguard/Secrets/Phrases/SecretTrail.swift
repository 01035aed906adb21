/// What the last messages of one author leave open: the words of a list that they end with, so that a phrase sent in
/// pieces is known when its last piece comes.
///
/// Keep one for each author of a conversation, in memory only: it holds places in word lists, never text, and cannot be
/// written anywhere (it is not `Codable`). A message with any other word ends the trail, so what it holds is forgotten as
/// soon as somebody talks of something else.
package struct SecretTrail: Sendable {
    /// Part of a phrase.
    package struct Part: Sendable, Hashable {
        /// 0 for the message just read, 1 for the one before it.
        package let messagesBack: Int
        /// Where in that message, counted in Unicode scalars.
        package let range: Range<Int>
    }

    /// A word of an earlier message.
    private struct Word: Sendable {
        let message: Int
        let token: PhraseToken
    }

    /// The words of the longest phrase, but the one that completes it.
    private static let longestTrail = 23

    private var words: [Word] = []
    private var messageCount = 0

    package init() {}

    /// Whether nothing is open.
    package var isEmpty: Bool { words.isEmpty }

    /// Reads the author's next message, as the gate returned it: what it has hidden is no word any more.
    ///
    /// - Returns: The parts of the phrases that it completes, those of earlier messages first; none where no phrase spans
    ///   more than one message. Those within one message are ``SecretsGate``'s.
    package mutating func read(_ text: String) -> [Part] {
        messageCount += 1
        let fresh = PhraseTokens(Array(text.unicodeScalars)).tokens.map {
            Word(message: messageCount, token: $0)
        }
        // Numbers, signs and pictures alone leave the trail as it is.
        guard !fresh.isEmpty else { return [] }
        let head = fresh.prefix { $0.token.places != nil || $0.token.isLabel }
        let parts = words.isEmpty ? [] : completed(words + head.prefix(Self.longestTrail + 1))
        let tail = fresh.reversed().prefix { $0.token.places != nil || $0.token.isLabel }.reversed()
        words = Array(((tail.count == fresh.count ? words : []) + tail).suffix(Self.longestTrail))
        if !parts.isEmpty { words = [] }
        return parts
    }

    /// The phrases of a row of words whose beginning and end are not in one message.
    private func completed(_ row: [Word]) -> [Part] {
        // Each word takes one place, with a Chinese character behind it where the next one touches it and else a space:
        // messages are apart from each other.
        var text: [Unicode.Scalar] = []
        let tokens = row.enumerated().map { place, word in
            let touches =
                word.token.touchesPrevious && place > 0 && row[place - 1].message == word.message
            if place > 0 { text.append(touches ? "的" : " ") }
            text.append("·")
            return PhraseToken(
                range: (2 * place)..<(2 * place + 1),
                places: word.token.places,
                touchesPrevious: touches,
                isHan: word.token.isHan,
                isLabel: word.token.isLabel
            )
        }
        let spans = SeedPhraseScanner(text).ranges(in: tokens).map {
            row[($0.lowerBound / 2)...($0.upperBound / 2)]
        }
        let found = spans.filter { $0.first?.message != $0.last?.message && $0.last?.message == messageCount }
        var parts: [Part] = []
        for word in found.joined() {
            let back = messageCount - word.message
            if let place = parts.firstIndex(where: { $0.messagesBack == back }) {
                let range = parts[place].range
                parts[place] = Part(
                    messagesBack: back,
                    range: min(
                        range.lowerBound,
                        word.token.range.lowerBound
                    )..<max(range.upperBound, word.token.range.upperBound)
                )
            } else {
                parts.append(Part(messagesBack: back, range: word.token.range))
            }
        }
        return parts.sorted { $0.messagesBack > $1.messagesBack }
    }
}
