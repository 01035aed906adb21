/// How a text is typed on a pinyin keyboard.
enum Pinyin {
    /// Words whose characters are not read the usual way, of those that help centres use.
    private static let exceptions: [[UInt32]: [String]] = {
        let words: [(String, [String])] = [
            ("银行", ["yin", "hang"]), ("行情", ["hang", "qing"]), ("行业", ["hang", "ye"]),
            ("重置", ["chong", "zhi"]), ("重新", ["chong", "xin"]), ("重复", ["chong", "fu"]),
            ("重启", ["chong", "qi"]), ("重放", ["chong", "fang"]), ("了解", ["liao", "jie"]),
            ("目的", ["mu", "di"]), ("调整", ["tiao", "zheng"]), ("协调", ["xie", "tiao"]),
            ("泄露", ["xie", "lou"]), ("校验", ["jiao", "yan"]), ("长期", ["chang", "qi"]),
            ("时长", ["shi", "chang"]), ("多长", ["duo", "chang"]), ("还款", ["huan", "kuan"]),
            ("归还", ["gui", "huan"]), ("偿还", ["chang", "huan"]), ("首都", ["shou", "du"]),
        ]
        return Dictionary(uniqueKeysWithValues: words.map { (Array($0.0.unicodeScalars.map(\.value)), $0.1) })
    }()

    /// The syllables of a run of simplified characters; one that has no reading gives an empty one.
    static func syllables(_ characters: [UInt32]) -> [[UInt8]] {
        var result: [[UInt8]] = []
        result.reserveCapacity(characters.count)
        var index = 0
        while index < characters.count {
            if index + 1 < characters.count, let read = exceptions[Array(characters[index...index + 1])] {
                result.append(contentsOf: read.map { Array($0.utf8) })
                index += 2
            } else {
                result.append(ChineseCharacters.syllable(characters[index]) ?? [])
                index += 1
            }
        }
        return result
    }
}
