/// Whether digits that look like a key are one: they look like a transaction's hash or signature as well, which must
/// stay readable, so the nearest word that says either decides, one before them before one behind them.
///
/// "The private key for this address:" says key all the same: what a key is for may stand between it and the digits.
struct KeyContext {
    private static let keyWords = scalars(
        "private key|privatekey|priv key|privkey|secret key|private_key|secretkey|secret|私钥|私鑰|密钥|密鑰|秘钥|秘鑰|prv key|pk:"
            + "|私 钥|key|keypair|key pair"
    )
    private static let transactionWords = scalars(
        "txid|tx id|tx hash|txhash|hash|transaction|交易哈希|哈希|交易id|交易号|转账|轉帳|交易|block|区块|withdrawal|deposit|提币|充币"
            + "|tx|public key|公钥|address|地址|signature|sig:|签名|簽名|pubkey|public_key"
    )
    /// What leaves no doubt, unless the sentence ends or one of these follows.
    private static let plainKeyWords = scalars("private key|privatekey|privkey|private_key|私钥|私鑰")
    private static let plainTransactionWords = scalars(
        "txid|tx id|hash|哈希|交易id|交易号|signature|sig:|签名|簽名|public key|pubkey|public_key|公钥|.|!|?|。|！|？|；|;|,|，|\n"
    )
    /// What stands between a name and what it names.
    private static let links = scalars(":|：|=|＝| is| was|是|为|為|→|->")
    /// Words so short that others hold them: `monkey`, `context`.
    private static let wholeWords = scalars("key|tx")
    /// Unicode scalars that are looked at before and behind.
    private static let reach = (before: 80, behind: 40)

    let saysKey: Bool

    init(_ scalars: [Unicode.Scalar], _ range: Range<Int>) {
        let before = Self.lowered(scalars[max(0, range.lowerBound - Self.reach.before)..<range.lowerBound])
        if Self.saysPlainly(before) {
            saysKey = true
        } else if let decision = Self.lastWord(in: before) {
            saysKey = decision
        } else {
            let end = min(scalars.count, range.upperBound + Self.reach.behind)
            saysKey = Self.firstWord(in: Self.lowered(scalars[range.upperBound..<end])) ?? false
        }
    }

    private static func scalars(_ words: String) -> [[Unicode.Scalar]] {
        words.split(separator: "|").map { Array($0.unicodeScalars) }
    }

    private static func lowered(_ scalars: ArraySlice<Unicode.Scalar>) -> [Unicode.Scalar] {
        scalars.map { (65...90).contains($0.value) ? Unicode.Scalar(UInt8($0.value | 0x20)) : $0 }
    }

    /// Whether the digits are called a private key in one breath: "private key for this address: ".
    private static func saysPlainly(_ before: [Unicode.Scalar]) -> Bool {
        let end = before.lastIndex { $0 != " " && !"\"'`“".unicodeScalars.contains($0) }.map { $0 + 1 } ?? 0
        let text = before[..<end]
        guard links.contains(where: { text.reversed().starts(with: $0.reversed()) }),
            let key = text.indices.last(where: { place in
                plainKeyWords.contains { text[place...].starts(with: $0) }
            })
        else { return false }
        return !(key..<(end - 1)).contains { place in
            plainTransactionWords.contains { text[place...].starts(with: $0) }
        }
    }

    /// Whether the word that ends last says key; "public key" counts before "key", which ends with it.
    private static func lastWord(in text: [Unicode.Scalar]) -> Bool? {
        for end in stride(from: text.count, to: 0, by: -1) {
            if ends(transactionWords, text, end) { return false }
            if ends(keyWords, text, end) { return true }
        }
        return nil
    }

    /// Whether the word that begins first says key.
    private static func firstWord(in text: [Unicode.Scalar]) -> Bool? {
        for start in text.indices {
            if begins(transactionWords, text, start) { return false }
            if begins(keyWords, text, start) { return true }
        }
        return nil
    }

    private static func ends(_ words: [[Unicode.Scalar]], _ text: [Unicode.Scalar], _ end: Int) -> Bool {
        words.contains { word in
            let start = end - word.count
            return start >= 0 && text[start] == word[0] && text[start..<end].elementsEqual(word)
                && isWhole(word, in: text, start..<end)
        }
    }

    private static func begins(_ words: [[Unicode.Scalar]], _ text: [Unicode.Scalar], _ start: Int) -> Bool {
        words.contains { word in
            text[start...].starts(with: word) && isWhole(word, in: text, start..<(start + word.count))
        }
    }

    private static func isWhole(
        _ word: [Unicode.Scalar],
        in text: [Unicode.Scalar],
        _ range: Range<Int>
    ) -> Bool {
        guard wholeWords.contains(word) else { return true }
        return !(range.lowerBound > 0 && text[range.lowerBound - 1].isLatinLetter)
            && !(range.upperBound < text.count && text[range.upperBound].isLatinLetter)
    }
}
