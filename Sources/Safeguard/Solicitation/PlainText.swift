/// A text without what hides its words from a reader of lists: case, width, look-alike letters, invisible characters,
/// traditional characters; each scalar knows where it came from.
struct PlainText {
    private(set) var scalars: [Unicode.Scalar] = []
    /// Where each scalar stands in the text.
    private(set) var origins: [Int] = []

    private static let simplified: [UInt32: Unicode.Scalar] = {
        let traditional =
            "碼詞驗證發給訴請轉帳賬戶遠錢鑰動態種說報寫輸資產這裡裏對話複復傳貼載開啟讓將號記個們會絕從無須煩點簡訊郵時專屬託鏈結凍費稅後務幫檢測設備確認詐騙員誰幣匯銀連網讀誦語單隱麼嗎過當還進達經與為應該備軟體"
        let plain =
            "码词验证发给诉请转账账户远钱钥动态种说报写输资产这里里对话复复传贴载开启让将号记个们会绝从无须烦点简讯邮时专属托链结冻费税后务帮检测设备确认诈骗员谁币汇银连网读诵语单隐么吗过当还进达经与为应该备软体"
        return Dictionary(
            zip(traditional.unicodeScalars.map(\.value), plain.unicodeScalars),
            uniquingKeysWith: { first, _ in first }
        )
    }()

    init(_ text: String) {
        for (place, scalar) in text.unicodeScalars.enumerated() {
            guard let plain = Self.plain(scalar) else { continue }
            scalars.append(plain)
            origins.append(place)
        }
    }

    /// nil for what nobody sees.
    private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar.value {
        case 65...90: return Unicode.Scalar(UInt8(scalar.value | 0x20))
        case 0..<0x80: return scalar
        case 0x2018, 0x2019, 0x02BC, 0x60: return "'"
        case 0xFF01...0xFF5E where !"，：；！？（）".unicodeScalars.contains(scalar):
            return plain(Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar)
        default: break
        }
        switch LetterFolding.shared.kind(scalar) {
        case .invisible: return nil
        case .han: return simplified[scalar.value] ?? scalar
        case .between: return scalar
        case .letter:
            var letters = WordLetters()
            LetterFolding.shared.add(scalar, to: &letters)
            // What stands for several letters or none is left as it is.
            guard letters.letters.count == 1, let letter = letters.letters.first else { return scalar }
            return Unicode.Scalar(letter) ?? scalar
        }
    }

    /// Where a part of it stands in the text.
    func range(_ part: Range<Int>) -> Range<Int> {
        guard !part.isEmpty else { return 0..<0 }
        return origins[part.lowerBound]..<(origins[part.upperBound - 1] + 1)
    }
}
