/// How well a title fits what was typed; better ones are smaller.
enum TitleFit: Int, Comparable {
    case beginning, wordBeginning, inside, pinyinBeginning, words, pinyinInside, sound, misspelt
    case misspeltInside, wordBeginnings, misspeltWords, initials, misspeltPinyin, misspeltTwice
    case misspeltWordsTwice, overlap

    static func < (one: TitleFit, other: TitleFit) -> Bool { one.rawValue < other.rawValue }

    /// Fits that are as good as each other for a reader who prefers a language.
    var group: Int {
        switch self {
        case .beginning, .wordBeginning, .inside: 0
        case .words, .pinyinBeginning, .pinyinInside: 1
        case .sound, .misspelt, .misspeltInside, .wordBeginnings, .misspeltWords, .initials, .misspeltPinyin,
            .misspeltTwice, .misspeltWordsTwice:
            2
        case .overlap: 3
        }
    }
}
