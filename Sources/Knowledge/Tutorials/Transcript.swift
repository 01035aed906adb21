/// What is said in a video, to be read, found and jumped to.
struct Transcript: Sendable, Hashable {
    /// Some sentences.
    struct Paragraph: Sendable, Hashable {
        /// Whole seconds from the beginning; no two begin at the same.
        let second: Int
        let text: String
    }

    /// From one chapter to the next; one without a title where a video has none, or before the first.
    struct Part: Sendable, Hashable {
        let chapter: Chapter?
        var paragraphs: [Paragraph]
    }

    /// A part of a video that has a title.
    struct Chapter: Sendable, Hashable {
        /// Whole seconds from the beginning; no two begin at the same.
        let second: Int
        let title: String
    }

    /// A paragraph ends with a sentence once it is so long, and in any case once it is twice so.
    private static let seconds = 25

    let chapters: [Chapter]
    /// In their order; empty where nothing is said.
    let parts: [Part]

    /// - Parameters:
    ///   - captions: What is said; nil where there are none in a language.
    ///   - chapters: Their texts are titles; likewise.
    init(captions: WebVTT?, chapters: WebVTT?) {
        var known: [Chapter] = []
        for cue in chapters?.cues ?? [] where known.last?.second != cue.start / 1_000 {
            known.append(Chapter(second: cue.start / 1_000, title: cue.text))
        }
        self.chapters = known
        var parts: [Part] = []
        var waiting = known[...]
        for cue in captions?.cues ?? [] {
            let second = cue.start / 1_000
            while let next = waiting.first, next.second <= second {
                waiting.removeFirst()
                parts.append(Part(chapter: next, paragraphs: []))
            }
            var part = parts.popLast() ?? Part(chapter: nil, paragraphs: [])
            if let said = part.paragraphs.last, Self.goesOn(said, at: second) {
                let text = CueText.joined([said.text, cue.text])
                part.paragraphs[part.paragraphs.count - 1] = Paragraph(second: said.second, text: text)
            } else {
                part.paragraphs.append(Paragraph(second: second, text: cue.text))
            }
            parts.append(part)
        }
        self.parts = parts.filter { !$0.paragraphs.isEmpty }
    }

    /// Whether what is said at a second belongs to a paragraph.
    private static func goesOn(_ paragraph: Paragraph, at second: Int) -> Bool {
        let most = endsSentence(paragraph.text) ? seconds : 2 * seconds
        return second - paragraph.second < most
    }

    private static func endsSentence(_ text: String) -> Bool {
        text.last.map { ".!?…。！？".contains($0) } ?? false
    }

    /// As a clock tells it: `2:31`, `1:02:31`.
    static func clock(_ seconds: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let hours = seconds / 3_600
        return hours > 0
            ? "\(hours):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
            : "\(seconds / 60):\(two(seconds % 60))"
    }
}
