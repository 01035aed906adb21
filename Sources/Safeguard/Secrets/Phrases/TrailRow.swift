/// The messages of one author that are words of one list and nothing else, up to the one just written.
struct TrailRow {
    /// How many messages back, and its words.
    private struct Piece {
        let back: Int
        let words: [PhraseToken]
        var isSentence = false

        var part: SecretTrail.Part? {
            guard let first = words.first, let last = words.last else { return nil }
            return SecretTrail.Part(
                messagesBack: back,
                range: first.range.lowerBound..<last.range.upperBound
            )
        }
    }

    private let language: SeedPhraseWords.Language
    /// The oldest first; the last is the new message.
    private var pieces: [Piece] = []
    /// The words that a message of something else ends with, before the pieces.
    private var beginning: Piece?
    /// Messages, right before, that were hidden.
    private var hiddenCount = 0
    /// Whether there is nothing but the first words of a message that goes on with something else.
    private var isOnlyHead = false
    /// Whether the row, or the message before it, calls something a seed phrase.
    private var isCalled = false

    init(ending message: TrailMessage, after earlier: [TrailMessage], in language: SeedPhraseWords.Language) {
        self.language = language
        let whole = message.whole(in: language)
        var newest = Piece(
            back: 0,
            words: whole.isEmpty ? message.headBeforeSign(in: language) : whole,
            isSentence: message.isSentence
        )
        readBack(earlier)
        if whole.isEmpty, hiddenCount > 1, let word = message.mistyped(in: language) {
            newest = Piece(back: 0, words: [word])
        }
        isCalled = isCalled || message.isCall
        if whole.isEmpty, hiddenCount == 0, pieces.isEmpty {
            // "My recovery phrase: army van defense": what a message ends with.
            newest = Piece(
                back: 0,
                words: message.isCall ? message.tail(in: language, isCalled: true) : newest.words
            )
            isOnlyHead = !message.isCall
        }
        pieces.append(newest)
    }

    private mutating func readBack(_ earlier: [TrailMessage]) {
        for (place, message) in earlier.enumerated() where !message.isEmpty {
            if message.isHiddenWhole {
                hiddenCount += 1
                continue
            }
            let words = message.whole(in: language)
            guard !words.isEmpty, !message.isHidden else {
                if message.endsHidden { hiddenCount += 1 }
                isCalled = isCalled || message.isCall
                if hiddenCount == 0 {
                    let tail = message.tail(in: language, isCalled: message.isCall)
                    beginning = Piece(back: place + 1, words: tail)
                }
                return
            }
            // What stood before the hidden ones was weighed when they were hidden.
            if hiddenCount > 0 { return }
            pieces.insert(Piece(back: place + 1, words: words, isSentence: message.isSentence), at: 0)
        }
    }

    // MARK: What the row looks like

    /// What a word that nobody writes in a chat speaks for a phrase is 1; all everyday ones together speak for less than
    /// two of these.
    private static let everyday = 0.35
    private static let mostOfEveryday = 1.05
    /// So much is enough, by the number of messages: the fewer there are, the more likely they are a list of things.
    private static let enough = [5.0, 4.0, 3.0]
    private static let enoughIfCalled = 1.2

    /// Everything of the row, if it looks like a phrase.
    var hidden: [SecretTrail.Part] {
        guard let newest = pieces.last, !newest.words.isEmpty, !isOnlyHead, looksLikePhrase else { return [] }
        // "这是我的钱包：" is Chinese of nothing but the list, and says what comes.
        let introductions = pieces.dropLast().prefix { readsLikeSentence($0.words) }.count
        let row = pieces[introductions...].compactMap(\.part)
        return (isCalled && hiddenCount == 0 ? [beginning?.part].compactMap(\.self) : []) + row
    }

    private var looksLikePhrase: Bool {
        if hiddenCount > 1 { return !readsLikeSentence }
        // A phrase may have been hidden whole, and "thank you" or "help" comes after it.
        if hiddenCount == 1 { return !readsLikeSentence && !isSaidAlone }
        let weighed = unknownPieces.filter { !(language.isChinese && $0.isSentence) }
        let enough =
            isCalled ? Self.enoughIfCalled : Self.enough[min(max(weighed.count, 1), Self.enough.count) - 1]
        return weight(of: (isCalled ? beginning?.words ?? [] : []) + weighed.flatMap(\.words)) >= enough
            || readsLikeNoSentence
    }

    /// The pieces behind the last that has as many words as a phrase: the gate has asked its checksum, and it is none.
    private var unknownPieces: ArraySlice<Piece> {
        guard !isCalled, !language.isChinese else { return pieces[...] }
        let judged = pieces.lastIndex { SeedPhraseWords.lengths.contains($0.words.count) }
        return judged.map { pieces[($0 + 1)...] } ?? pieces[...]
    }

    /// Whether all words are such as stand alone in a chat.
    private var isSaidAlone: Bool {
        pieces.flatMap(\.words).allSatisfy { EverydayWords.isSaidAlone($0.places?[language] ?? -1, language) }
    }

    /// Whether it is Chinese that is written, or reads, like a sentence.
    private var readsLikeSentence: Bool {
        guard language.isChinese, let newest = pieces.last else { return false }
        return newest.isSentence || readsLikeSentence(newest.words)
    }

    /// Whether there are Chinese characters that touch and read like a sentence.
    private func readsLikeSentence(_ words: [PhraseToken]) -> Bool {
        guard language.isChinese else { return false }
        let indexes = words.indices.filter { Self.touches(words, $0) }
            .compactMap { words[$0].places?[language] }
        return indexes.count > 1 && ChineseProse.weight(indexes.count) { indexes[$0] } > Self.sentence
    }

    /// What words speak for a phrase, each once; Chinese characters only where they stand apart.
    private func weight(of words: [PhraseToken]) -> Double {
        var seen: Set<Int> = []
        var (unusual, everyday) = (0.0, 0.0)
        for (place, word) in words.enumerated() where !(language.isChinese && Self.touches(words, place)) {
            guard let index = word.places?[language] else {
                unusual += 1
                continue
            }
            guard seen.insert(index).inserted else { continue }
            if EverydayWords.has(index, language) { everyday += Self.everyday } else { unusual += 1 }
        }
        return unusual + min(everyday, Self.mostOfEveryday)
    }

    private static func touches(_ words: [PhraseToken], _ place: Int) -> Bool {
        words[place].touchesPrevious || place + 1 < words.count && words[place + 1].touchesPrevious
    }

    /// What ``ChineseProse`` gives few random characters.
    private static let sentence = 4.0
    /// What it gives six characters of a phrase more often than of talk, and how much that rises with each further one.
    private static let phrase = (count: 6, weight: -4.5, rise: 0.25)

    /// Whether Chinese characters that touch read like a phrase: the more there are, the surer it is.
    private var readsLikeNoSentence: Bool {
        guard language.isChinese else { return false }
        var count = 0
        var weight = 0.0
        for piece in pieces.reversed() {
            if piece.isSentence || count >= 24 { break }
            let indexes = piece.words.indices.filter { Self.touches(piece.words, $0) }
                .compactMap { piece.words[$0].places?[language] }
            count += indexes.count
            weight += ChineseProse.weight(indexes.count) { indexes[$0] }
        }
        if isCalled { return count >= 4 && weight <= 0 }
        return count >= Self.phrase.count
            && weight <= Self.phrase.weight + Self.phrase.rise * Double(count - Self.phrase.count)
    }

    // MARK: What its checksum says

    /// The parts of the phrases whose beginning is in an earlier message and whose end is in the new one.
    var completed: [SecretTrail.Part] {
        guard hiddenCount == 0, let newest = pieces.last, !newest.words.isEmpty,
            !(language.isChinese && newest.isSentence)
        else { return [] }
        let all = ((beginning.map { [$0] } ?? []) + pieces).flatMap { piece in
            piece.words.map { (back: piece.back, token: $0) }
        }
        let row = Array(all.suffix(newest.words.count + 23))
        guard row.count >= SeedPhraseScanner.fewestWords else { return [] }
        // Each word takes one place, with a Chinese character behind it where the next one touches it and else a space:
        // messages are apart from each other.
        var text: [Unicode.Scalar] = []
        let tokens = row.enumerated().map { place, word in
            let touches = word.token.touchesPrevious && place > 0 && row[place - 1].back == word.back
            if place > 0 { text.append(touches ? "的" : " ") }
            text.append("·")
            return PhraseToken(
                range: (2 * place)..<(2 * place + 1),
                places: word.token.places,
                touchesPrevious: touches,
                isHan: word.token.isHan,
                isLabel: false
            )
        }
        let spans = SeedPhraseScanner(text).ranges(in: tokens)
            .map { row[($0.lowerBound / 2)...($0.upperBound / 2)] }
        return spans.filter { span in
            span.first?.back != span.last?.back && span.last?.back == 0
                // One row of everyday words in sixteen has a checksum that fits.
                && (language.isChinese || weight(of: span.map(\.token)) >= Double(span.count) / 3)
        }.joined().map { SecretTrail.Part(messagesBack: $0.back, range: $0.token.range) }
    }
}
