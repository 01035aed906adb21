import Base
@testable import Conversations
import Foundation
import People
import Storage
import Synchronization
import TestSupport
import Testing

/// A translator that knows a few words, and counts how often it is asked.
private final class PhraseBook: MessageTranslator {
    private static let phrases = ["提币未到账": "The withdrawal has not arrived", "hello": "您好"]

    let asked = Mutex<[TranslationCache.Question]>([])

    func translate(
        _ text: String,
        from: LocaleCode?,
        to: LocaleCode
    ) async throws(TranslationError) -> Translation {
        asked.withLock { $0.append(.init(text: text, from: from, to: to)) }
        guard let words = Self.phrases[text] else { throw .failed }
        return Translation(text: words, from: from)
    }
}

/// Messages in the language of who reads them.
@Suite struct TranslationsTests {
    @Test("a message is translated once for all who ask", arguments: TestDatabase.engines)
    func once(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let book = PhraseBook()
            let translations = Translations(scenario.timeline, translator: book)
            let chat = try await scenario.chat(of: try await scenario.guest(), body: "提币未到账")

            for _ in 1...2 {
                let translation = try await translations.translation(of: 1, in: chat.id, to: .english)
                #expect(translation == Translation(text: "The withdrawal has not arrived", from: nil))
            }

            #expect(translations.areOffered)
            #expect(book.asked.withLock { $0 } == [.init(text: "提币未到账", from: nil, to: .english)])
        }
    }

    @Test("what fails is tried again when it is asked for again", arguments: TestDatabase.engines)
    func failing(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let book = PhraseBook()
            let translations = Translations(scenario.timeline, translator: book)
            let chat = try await scenario.chat(of: try await scenario.guest(), body: "unheard of")
            for count in 1...2 {
                await #expect(throws: TranslationError.failed) {
                    _ = try await translations.translation(of: 1, in: chat.id, to: .simplifiedChinese)
                }
                #expect(book.asked.withLock { $0.count } == count)
            }
        }
    }

    @Test("notes, events and what is not there are never sent", arguments: TestDatabase.engines)
    func neverSent(_ engine: Engine) async throws {
        try await Scenario.with(engine) { scenario in
            let book = PhraseBook()
            let translations = Translations(scenario.timeline, translator: book)
            let ada = try await scenario.agent("Ada", presence: .away)
            let waiting = try await scenario.waitingChat()
            let note = Timeline.Draft(clientID: UUID(), body: "an inner note")
            _ = try await scenario.timeline.note(note, on: waiting.id, by: ada)
            let messages = try await scenario.messages(of: waiting)
            func translate(_ seq: Int, in id: ID<Conversation>) async throws {
                _ = try await translations.translation(of: seq, in: id, to: .simplifiedChinese)
            }

            for event in messages where event.kind == .event {
                await #expect(throws: TranslationError.nothingToTranslate) {
                    try await translate(event.seq, in: waiting.id)
                }
            }
            #expect(messages.contains { $0.kind == .event })
            await #expect(throws: TranslationError.messageNotFound) {
                try await translate(99, in: waiting.id)
            }
            await #expect(throws: ConversationError.notFound) {
                try await translate(1, in: ID(at: scenario.clock.now))
            }
            await #expect(throws: TranslationError.failed) { try await translate(1, in: waiting.id) }
            #expect(book.asked.withLock { $0.map(\.text) } == ["My withdrawal has not arrived"])
        }
    }

    @Test("without a translator nothing is offered")
    func none() async throws {
        try await Scenario.with(.sqlite) { scenario in
            let translations = Translations(scenario.timeline, translator: nil)
            let chat = try await scenario.chat(of: try await scenario.guest(), body: "hello")
            #expect(!translations.areOffered)
            await #expect(throws: TranslationError.noTranslator) {
                _ = try await translations.translation(of: 1, in: chat.id, to: .english)
            }
        }
    }

    @Test(
        "a message's language is told where it is known, and left open where it is not",
        arguments: [
            (Author.Kind.assistant, "您好", "en", "en"), (.customer, "hello", "en", "en"),
            (.customer, "提币 TXID 3f9a", "zh-CN", "zh-CN"), (.customer, "提币", "en", nil),
            (.customer, "hello", "zh-CN", nil), (.customer, "出金が届きません", "zh-CN", nil),
            (.customer, "出金が届きません", "ja", "ja"), (.customer, "hello", "ja", nil),
            (.customer, "提币", "ja", nil), (.agent, "hello", "en", nil),
        ] as [(Author.Kind, String, String, String?)]
    )
    func language(_ author: Author.Kind, _ body: String, _ locale: String, _ told: String?) throws {
        let message = Message(
            conversation: ID(at: Instant(milliseconds: 1)),
            seq: 1,
            afterSeq: nil,
            kind: .text,
            author: Author(id: "x", type: author, name: ""),
            body: body,
            masked: [],
            attachments: [],
            card: nil,
            event: nil,
            clientID: nil,
            createdAt: Instant(milliseconds: 1)
        )
        #expect(message.language(in: try #require(LocaleCode(rawValue: locale)))?.rawValue == told)
    }

    @Test("the oldest translations go when there are too many")
    func full() {
        func question(_ number: Int) -> TranslationCache.Question {
            .init(text: "question \(number)", from: nil, to: .english)
        }
        var cache = TranslationCache(most: 50)
        for number in 1...3 {
            cache.keep(Translation(text: "answer \(number)", from: nil), for: question(number))
        }
        // 18 characters each.
        #expect((1...3).map { cache[question($0)] != nil } == [false, true, true])
        #expect(cache.size == 36)
        cache.keep(Translation(text: "again", from: nil), for: question(3))
        #expect(cache[question(3)]?.text == "answer 3")
        cache.keep(Translation(text: String(repeating: "x", count: 60), from: nil), for: question(4))
        #expect((1...4).allSatisfy { cache[question($0)] == nil })
        #expect(cache.size == 0)
    }
}
