/// A Latin word read as pinyin: `tibi` is 提币 before the keyboard has turned it into characters.
enum PinyinWord {
    private static let longest = 40

    /// The numbers of the syllables that a word falls into, two at least; nil when it does not.
    static func syllables(of word: String) -> [UInt16]? {
        let letters = Array(word.utf8)
        guard (4...longest).contains(letters.count) else { return nil }
        // From the end: which syllable begins where the rest can be read, longer ones first.
        var readable = [Int?](repeating: nil, count: letters.count + 1)
        readable[letters.count] = 0
        for start in stride(from: letters.count - 1, through: 0, by: -1) {
            for length in stride(
                from: min(ChineseCharacters.longestSyllable, letters.count - start),
                to: 0,
                by: -1
            )
            where readable[start + length] != nil
                && ChineseCharacters.number(ofSyllable: letters[start..<start + length]) != nil
            {
                readable[start] = length
                break
            }
        }
        var numbers: [UInt16] = []
        var place = 0
        while place < letters.count {
            guard let length = readable[place],
                let number = ChineseCharacters.number(ofSyllable: letters[place..<place + length])
            else { return nil }
            numbers.append(number)
            place += length
        }
        return numbers.count > 1 ? numbers : nil
    }
}
