/// Finds bank cards (Luhn, known issuers) and Chinese identity numbers (checksum, date, province).
///
/// Order numbers, UIDs, times and telephone numbers have other lengths or beginnings; where one passes all the same, a word
/// before it says so. Worth asking where fourteen digits stand with at most a space or hyphen between each.
struct NumberScanner {
    /// A row of digits without anything between.
    private struct Group {
        let range: Range<Int>
        /// What parts it from the group before, when that is one space or hyphen.
        let separator: Unicode.Scalar?
    }

    private let scalars: [Unicode.Scalar]

    init(_ scalars: [Unicode.Scalar]) {
        self.scalars = scalars
    }

    func findings() -> [SecretFinding] {
        let groups = groups()
        var findings: [SecretFinding] = []
        var first = 0
        while first < groups.count {
            var found: (kind: SecretKind, last: Int, end: Int)?
            // The longest number at each place; a group that is no part of one says nothing about the next.
            for last in (first..<min(first + 6, groups.count)).reversed() where found == nil {
                guard let (kind, end) = number(groups[first...last]) else { continue }
                found = (kind, last, end)
            }
            if let found {
                findings.append(SecretFinding(found.kind, groups[first].range.lowerBound..<found.end))
                first = found.last
            }
            first += 1
        }
        return findings
    }

    private func groups() -> [Group] {
        var groups: [Group] = []
        var position = 0
        while position < scalars.count {
            guard scalars[position].isDigit else {
                position += 1
                continue
            }
            let start = position
            while position < scalars.count, scalars[position].isDigit { position += 1 }
            var separator: Unicode.Scalar?
            if let last = groups.last, last.range.upperBound == start - 1,
                [" ", "-"].contains(scalars[start - 1])
            {
                separator = scalars[start - 1]
            }
            groups.append(Group(range: start..<position, separator: separator))
        }
        return groups
    }

    /// What a row of groups is, and where it ends.
    private func number(_ groups: ArraySlice<Group>) -> (SecretKind, Int)? {
        guard let first = groups.first, let last = groups.last else { return nil }
        // Most rows are too short or too long for anything, which costs nothing to see.
        guard (14...19).contains(groups.reduce(0) { $0 + $1.range.count }) else { return nil }
        let separators = groups.dropFirst().map(\.separator)
        guard separators.allSatisfy({ $0 != nil && $0 == separators.first }),
            isFree(before: first.range.lowerBound)
        else { return nil }
        let lengths = groups.map(\.range.count)
        let digits = groups.flatMap { scalars[$0.range].map { Int($0.value) - 48 } }
        let range = first.range.lowerBound..<last.range.upperBound
        if let end = identityEnd(digits, lengths, range.upperBound) {
            return NumberContext(scalars, range).saysOther ? nil : (.identityNumber, end)
        }
        guard (14...19).contains(digits.count), CardNumber.isWritten(lengths),
            isFree(behind: last.range.upperBound),
            CardNumber.isValid(digits), !NumberContext(scalars, range).saysOther
        else { return nil }
        return (.cardNumber, last.range.upperBound)
    }

    /// Where an identity number ends: 18 digits, the last of which may be an X.
    private func identityEnd(_ digits: [Int], _ lengths: [Int], _ end: Int) -> Int? {
        guard [[18], [6, 8, 4], [17], [6, 8, 3]].contains(lengths) else { return nil }
        if digits.count == 18 {
            return IdentityNumber.isValid(digits) && isFree(behind: end) ? end : nil
        }
        guard end < scalars.count, scalars[end].value | 0x20 == 0x78, isFree(behind: end + 1) else {
            return nil
        }
        return IdentityNumber.isValid(digits + [10]) ? end + 1 : nil
    }

    /// Whether nothing before a number makes it part of something longer.
    private func isFree(before start: Int) -> Bool {
        guard start > 0 else { return true }
        let before = scalars[start - 1]
        guard !before.isAlphanumeric, !"._/#@+$¥€".unicodeScalars.contains(before) else { return false }
        return !(before == "-" && start > 1 && scalars[start - 2].isAlphanumeric)
    }

    private func isFree(behind end: Int) -> Bool {
        guard end < scalars.count else { return true }
        let next = scalars[end]
        guard !next.isAlphanumeric, next != "_", next != "@" else { return false }
        let follows = end + 1 < scalars.count ? scalars[end + 1] : " "
        return !((next == "." || next == "-" || next == "/") && follows.isAlphanumeric)
    }
}

/// Whether the words around a number call it something that may be said aloud.
private struct NumberContext {
    private static let others = [
        "order", "ordid", "orderid", "uid", "user id", "userid", "txid", "trade", "tradeid", "tracking",
        "ticket", "case",
        "invoice", "reference", "ref", "imei", "hash", "timestamp", "transaction", "block", "amount",
        "balance",
        "memo", "tag", "订单", "单号", "流水", "交易", "编号", "委托", "用户id", "金额", "余额", "时间戳", "区块", "工单", "物流",
        "快递", "提币", "充值", "訂單", "單號", "編號", "委託",
    ].map { Array($0.unicodeScalars) }
    private static let othersBehind = ["order", "uid", "订单", "单号", "编号", "流水", "訂單", "單號", "編號"]
        .map { Array($0.unicodeScalars) }
    private static let secrets = [
        "card", "卡", "visa", "mastercard", "unionpay", "银联", "銀聯", "身份证", "身份證", "证件", "證件", "id card",
        "id number",
    ].map { Array($0.unicodeScalars) }
    /// Unicode scalars that are looked at before and behind.
    private static let reach = 24
    private static let reachBehind = 8

    let saysOther: Bool

    init(_ scalars: [Unicode.Scalar], _ range: Range<Int>) {
        let before = Self.lowered(scalars[max(0, range.lowerBound - Self.reach)..<range.lowerBound])
        let other = Self.last(Self.others, in: before)
        let secret = Self.last(Self.secrets, in: before)
        guard other == nil, secret == nil else {
            // The nearer one says what it is.
            saysOther = (other ?? -1) > (secret ?? -1)
            return
        }
        let end = min(scalars.count, range.upperBound + Self.reachBehind)
        saysOther = Self.last(Self.othersBehind, in: Self.lowered(scalars[range.upperBound..<end])) != nil
    }

    private static func lowered(_ scalars: ArraySlice<Unicode.Scalar>) -> [Unicode.Scalar] {
        scalars.map { scalar in
            (65...90).contains(scalar.value) ? Unicode.Scalar(UInt8(scalar.value | 0x20)) : scalar
        }
    }

    /// Where the last of some words begins.
    private static func last(_ words: [[Unicode.Scalar]], in text: [Unicode.Scalar]) -> Int? {
        words.compactMap { word in text.indices.last { stands(word, in: text, at: $0) } }.max()
    }

    /// Whether a word stands at a place; a Latin one not as a part of another, as "ref" in "refund".
    private static func stands(_ word: [Unicode.Scalar], in text: [Unicode.Scalar], at start: Int) -> Bool {
        guard text[start...].starts(with: word) else { return false }
        func isLatin(_ place: Int) -> Bool {
            text.indices.contains(place) && (97...122).contains(text[place].value)
        }
        let end = start + word.count
        guard isLatin(start) else { return true }
        let isPlural = isLatin(end) && text[end] == "s" && !isLatin(end + 1)
        return !isLatin(start - 1) && (!isLatin(end) || isPlural)
    }
}

/// A bank card's number (ISO/IEC 7812).
enum CardNumber {
    /// Beginnings, from first to last inclusive, and lengths by issuer.
    private static let issuers: [(ClosedRange<Int>, ClosedRange<Int>)] = [
        (4_000...4_999, 16...16),  // Visa
        (5_100...5_599, 16...16), (2_221...2_720, 16...16),  // Mastercard
        (3_400...3_499, 15...15), (3_700...3_799, 15...15),  // American Express
        (6_011...6_011, 16...19), (6_440...6_599, 16...19),  // Discover
        (3_528...3_589, 16...19),  // JCB
        (3_000...3_059, 14...14), (3_600...3_699, 14...14), (3_800...3_999, 14...14),  // Diners
        (6_200...6_299, 16...19), (8_100...8_171, 16...19),  // UnionPay
        (9_558...9_558, 19...19),  // older cards of ICBC
        (2_200...2_204, 16...19),  // Mir
        (5_018...5_018, 16...19), (6_759...6_763, 16...19),  // Maestro
    ]

    static func isValid(_ digits: [Int]) -> Bool {
        guard digits.count >= 14 else { return false }
        let beginning = digits.prefix(4).reduce(0) { $0 * 10 + $1 }
        guard issuers.contains(where: { $0.0.contains(beginning) && $0.1.contains(digits.count) }) else {
            return false
        }
        // Luhn.
        let sum = digits.reversed().enumerated().reduce(0) { sum, digit in
            guard !digit.offset.isMultiple(of: 2) else { return sum + digit.element }
            let doubled = digit.element * 2
            return sum + (doubled > 9 ? doubled - 9 : doubled)
        }
        return sum.isMultiple(of: 10)
    }

    /// Whether digits are grouped as on a card: in fours, 4-6-5, 4-6-4, 6 and the rest, or not at all.
    static func isWritten(_ lengths: [Int]) -> Bool {
        if lengths.count == 1 || [[4, 6, 5], [4, 6, 4], [6, 10], [6, 13]].contains(lengths) {
            return true
        }
        return lengths.dropLast().allSatisfy { $0 == 4 } && (1...4).contains(lengths.last ?? 0)
    }
}

/// A Chinese resident identity number (GB 11643-1999): region, date of birth, sequence, check character.
enum IdentityNumber {
    /// The first two digits of the provinces, and of Taiwan, Hong Kong and Macao residents' permits.
    private static let provinces: Set = [
        11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53,
        54, 61, 62, 63,
        64, 65, 71, 81, 82, 83,
    ]
    private static let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    private static let checks = [1, 0, 10, 9, 8, 7, 6, 5, 4, 3, 2]

    /// Whether 18 digits, the last of which is 10 for an X, are such a number.
    static func isValid(_ digits: [Int]) -> Bool {
        guard digits.count == 18, provinces.contains(digits[0] * 10 + digits[1]) else { return false }
        let year = digits[6] * 1000 + digits[7] * 100 + digits[8] * 10 + digits[9]
        let month = digits[10] * 10 + digits[11]
        let day = digits[12] * 10 + digits[13]
        guard (1900...2099).contains(year), (1...12).contains(month), day >= 1, day <= days(month, year)
        else {
            return false
        }
        let sum = zip(digits, weights).reduce(0) { $0 + $1.0 * $1.1 }
        return checks[sum % 11] == digits[17]
    }

    private static func days(_ month: Int, _ year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
        default: 31
        }
    }
}
