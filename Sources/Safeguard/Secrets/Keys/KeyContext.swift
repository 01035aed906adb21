import Foundation

/// Whether digits that look like a key are one: they look like a transaction's hash or signature as well, which must
/// stay readable, so the nearest word that says either decides, one before them before one behind them.
struct KeyContext {
    private static let keyWords = [
        "private key", "privatekey", "priv key", "privkey", "secret key", "private_key", "secret", "私钥", "私鑰",
        "密钥",
        "密鑰", "秘钥", "prv key", "pk:", "私 钥", "key",
    ]
    private static let transactionWords = [
        "txid", "tx id", "tx hash", "txhash", "hash", "transaction", "交易哈希", "哈希", "交易id", "交易号", "转账", "轉帳",
        "交易", "block", "区块", "withdrawal", "deposit", "提币", "充币", "tx", "public key", "公钥", "address", "地址",
        "signature", "sig:", "签名", "簽名", "pubkey", "public_key",
    ]
    /// Words so short that others hold them: `monkey`, `context`.
    private static let wholeWords: Set<String> = ["key", "tx"]

    let saysKey: Bool

    init(_ scalars: [Unicode.Scalar], _ range: Range<Int>) {
        let before = Self.text(scalars[max(0, range.lowerBound - 80)..<range.lowerBound])
        let after = Self.text(scalars[range.upperBound..<min(scalars.count, range.upperBound + 40)])
        if let decision = Self.nearest(in: before, isBefore: true) {
            saysKey = decision
        } else {
            saysKey = Self.nearest(in: after, isBefore: false) ?? false
        }
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        String(String.UnicodeScalarView(scalars)).lowercased()
    }

    /// Whether the word nearest to the digits says key; nil when there is none.
    private static func nearest(in text: String, isBefore: Bool) -> Bool? {
        func distance(_ words: [String]) -> Int? {
            words.compactMap { word in
                place(of: word, in: text, isBefore: isBefore).map { found in
                    isBefore
                        ? text.distance(from: found.upperBound, to: text.endIndex)
                        : text.distance(from: text.startIndex, to: found.lowerBound)
                }
            }.min()
        }
        switch (distance(keyWords), distance(transactionWords)) {
        // A tie is "public key" against "key".
        case (let key?, let transaction?): return key < transaction
        case (.some, nil): return true
        case (nil, .some): return false
        case (nil, nil): return nil
        }
    }

    /// Where a word stands nearest to the digits.
    private static func place(of word: String, in text: String, isBefore: Bool) -> Range<String.Index>? {
        var searched = text.startIndex..<text.endIndex
        while let found = text.range(of: word, options: isBefore ? .backwards : [], range: searched) {
            let isPart =
                text[..<found.lowerBound].last.map(isLatinLetter) ?? false
                || text[found.upperBound...].first.map(isLatinLetter) ?? false
            guard isPart, wholeWords.contains(word) else { return found }
            searched =
                isBefore ? searched.lowerBound..<found.lowerBound : found.upperBound..<searched.upperBound
        }
        return nil
    }

    private static func isLatinLetter(_ character: Character) -> Bool {
        character.isASCII && character.isLetter
    }
}
