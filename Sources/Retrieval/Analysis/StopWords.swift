/// Words that say how something is asked, not what is asked about.
enum StopWords {
    /// English: articles, pronouns, auxiliaries, question words; contractions too.
    static let english: Set<String> = Set(
        """
        a about an and are as at be been but by can can't cannot could couldn't did didn't do does doesn't don't \
        for from had has have he her him his how i i'd i'll i'm i've if in into is isn't it its me my no not of on \
        or our shall she should so than that the their them then there these they this those to us was we were \
        what what's when where which who why will with won't would you your
        """.split(separator: " ").map(String.init)
    )

    /// English words that a request is wrapped in: they may be what a title holds too, so they count a little.
    static let englishScaffolding: Set<String> = Set(
        "also am any get got help just many much need please say says some still tell want".split(
            separator: " "
        )
        .map(String.init)
    )

    /// Chinese: the scaffolding of a question, longest first among those with the same beginning.
    private static let scaffolding: [UInt32: [[UInt32]]] = {
        let words =
            "如何 怎么样 怎么 怎样 什么是 什么 为什么 为何 请问 是否 能否 可以 哪里 哪些 吗 呢 吧 的 了 我 你 您 在 是 有"
        let sequences = words.split(separator: " ").map { $0.unicodeScalars.map(\.value) }
        return Dictionary(grouping: sequences) { $0[0] }.mapValues { $0.sorted { $0.count > $1.count } }
    }()

    /// Tells for each character of a run whether it belongs to the scaffolding of a question.
    static func marks(_ run: [UInt32]) -> [Bool] {
        var marks = [Bool](repeating: false, count: run.count)
        var index = 0
        while index < run.count {
            let match = scaffolding[run[index]]?.first { run[index...].starts(with: $0) }
            for offset in 0..<(match?.count ?? 0) {
                marks[index + offset] = true
            }
            index += match?.count ?? 1
        }
        return marks
    }
}
