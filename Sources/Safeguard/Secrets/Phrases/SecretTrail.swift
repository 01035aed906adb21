/// Knows a seed phrase that comes in pieces over several messages of one author, and hides it before it is whole.
///
/// Nothing is remembered: what the author wrote before is read from where it is stored, so that any node, a restart or
/// another device changes nothing. A message is judged by the row of messages that it ends, those that are words of one
/// list and nothing else: ordinary talk has function words that no list has, so that a row of a few rare words says
/// enough, and what has been stored of it by then is a word or two. Everyday words count little. A row that says too
/// little, as Chinese may, is known by its checksum at the latest. See docs/decisions/0009-phrases-in-pieces.md.
package struct SecretTrail: Sendable {
    /// Part of a phrase.
    package struct Part: Sendable, Hashable {
        /// 0 for the message just written, 1 for the author's message before it.
        package let messagesBack: Int
        /// Where in that message, counted in Unicode scalars.
        package let range: Range<Int>

        package init(messagesBack: Int, range: Range<Int>) {
            self.messagesBack = messagesBack
            self.range = range
        }
    }

    /// A message of the author that is stored already.
    package struct Earlier: Sendable {
        package let text: String
        /// Whether a seed phrase, or part of one, was hidden in it.
        package let isHidden: Bool

        package init(_ text: String, isHidden: Bool) {
            self.text = text
            self.isHidden = isHidden
        }
    }

    /// How many of the author's messages are looked back on: a phrase of 24 words, one a message, with some between.
    package static let reach = 40

    /// The newest first.
    private let earlier: [TrailMessage]

    /// - `earlier`: The author's messages, the newest first.
    package init(after earlier: [Earlier]) {
        var messages: [TrailMessage] = []
        for written in earlier.prefix(Self.reach) {
            let message = TrailMessage(written.text, isHidden: written.isHidden)
            messages.append(message)
            // No row of words goes back beyond one that says something else.
            if message.isTalk { break }
        }
        self.earlier = messages
    }

    /// Whether a message could be part of a phrase in pieces; most are not, and nothing needs to be read for them.
    package static func mayGoOn(with text: String) -> Bool {
        let message = TrailMessage(text, isHidden: false)
        return message.isOneUnknownWord || message.isCall
            || SeedPhraseWords.Language.distinct.contains { !message.headBeforeSign(in: $0).isEmpty }
    }

    /// What must be hidden once the author has written a text, as the gate returned it: those of earlier messages first.
    package func parts(with text: String) -> [Part] {
        let message = TrailMessage(text, isHidden: false)
        var parts: [Part] = []
        for language in SeedPhraseWords.Language.distinct {
            let row = TrailRow(ending: message, after: earlier, in: language)
            for part in row.hidden + row.completed { Self.add(part, to: &parts) }
        }
        return parts.sorted { $0.messagesBack > $1.messagesBack }
    }

    private static func add(_ part: Part, to parts: inout [Part]) {
        guard let place = parts.firstIndex(where: { $0.messagesBack == part.messagesBack }) else {
            parts.append(part)
            return
        }
        let (first, second) = (parts[place].range, part.range)
        parts[place] = Part(
            messagesBack: part.messagesBack,
            range: min(first.lowerBound, second.lowerBound)..<max(first.upperBound, second.upperBound)
        )
    }
}
