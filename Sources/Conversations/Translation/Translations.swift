package import Base
import Synchronization

/// What customers and agents said to each other, in the language of who reads it at the desk.
package final class Translations: Sendable {
    private let timeline: Timeline
    private let translator: (any MessageTranslator)?
    private let cache = Mutex(TranslationCache())

    /// - `translator`: nil where the installation has none; then nothing is offered anywhere.
    package init(_ timeline: Timeline, translator: (any MessageTranslator)?) {
        self.timeline = timeline
        self.translator = translator
    }

    /// Whether anything can be translated here.
    package var areOffered: Bool { translator != nil }

    /// A message of a conversation in another language; notes have numbers of their own and cannot be asked for.
    ///
    /// Throws: ``TranslationError``, ``ConversationError/notFound``.
    package func translation(
        of seq: Int,
        in id: ID<Conversation>,
        to locale: LocaleCode
    ) async throws -> Translation {
        guard let translator else { throw TranslationError.noTranslator }
        let conversation = try await timeline.conversation(id)
        guard
            let message = try await timeline.messages(id, after: seq - 1, limit: 1).first,
            message.seq == seq
        else {
            throw TranslationError.messageNotFound
        }
        guard message.kind != .event, !message.body.allSatisfy(\.isWhitespace) else {
            throw TranslationError.nothingToTranslate
        }
        let question = TranslationCache.Question(
            text: message.body,
            from: message.language(in: conversation.locale),
            to: locale
        )
        if let known = cache.withLock({ $0[question] }) { return known }
        let translation = try await translator.translate(question.text, from: question.from, to: question.to)
        cache.withLock { $0.keep(translation, for: question) }
        return translation
    }
}

extension Message {
    /// What it is written in; nil where that cannot be told.
    ///
    /// The assistant speaks the conversation's language, and so does a customer whose script is that language's. An agent
    /// may have written in any.
    ///
    /// - `locale`: The conversation's.
    func language(in locale: LocaleCode) -> LocaleCode? {
        switch author.type {
        case .assistant: locale
        case .customer: body.script == Script(of: locale) ? locale : nil
        case .agent, .system: nil
        }
    }
}

/// What a text is written with, as far as that tells languages apart.
private enum Script {
    case letters
    /// Chinese characters and no kana.
    case chinese
    /// Kana, which Japanese always has.
    case kana

    init(of locale: LocaleCode) {
        switch locale.language {
        case "zh": self = .chinese
        case "ja": self = .kana
        default: self = .letters
        }
    }
}

extension String {
    fileprivate var script: Script {
        var hasIdeographs = false
        for scalar in unicodeScalars {
            if (0x3040...0x30FF).contains(scalar.value) { return .kana }
            if scalar.properties.isIdeographic { hasIdeographs = true }
        }
        return hasIdeographs ? .chinese : .letters
    }
}
