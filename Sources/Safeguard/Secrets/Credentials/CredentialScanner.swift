/// Finds passwords, one-time codes and API keys: values that only the words before them, or right behind them, make
/// secret.
///
/// Questions about them are the commonest messages of all ("I forgot my password", "验证码收不到"), so a value must look like
/// one: for a code four to eight digits and nothing but a few small words between; for a password digits or signs in it,
/// or quotes around it, or a colon before it. Worth asking where a word for something secret stands and a digit, a quote
/// or a colon.
struct CredentialScanner {
    private let scalars: [Unicode.Scalar]
    /// The same in lower case, place by place.
    private let lowered: [Unicode.Scalar]

    init(_ scalars: [Unicode.Scalar]) {
        self.scalars = scalars
        self.lowered = scalars.map { scalar in
            (65...90).contains(scalar.value) ? Unicode.Scalar(UInt8(scalar.value | 0x20)) : scalar
        }
    }

    func findings() -> [SecretFinding] {
        let beginnings = CredentialCue.Beginnings.shared
        var findings: [SecretFinding] = []
        var position = 0
        while position < lowered.count {
            guard beginnings.mayBegin(lowered, at: position), let cue = CredentialCue(lowered, at: position)
            else {
                position += 1
                continue
            }
            position = cue.range.upperBound
            if let finding = value(after: cue) ?? value(before: cue) {
                findings.append(finding)
                position = max(position, finding.range.upperBound)
            }
        }
        return findings
    }

    // MARK: Behind the word

    private func value(after cue: CredentialCue) -> SecretFinding? {
        let link = CredentialLink(lowered, after: cue.range.upperBound)
        guard !cue.needsSign || link.strength == .sign else { return nil }
        switch cue.kind {
        case .code: return code(at: link.end, 4...8).map { SecretFinding(.oneTimeCode, $0) }
        case .cardCode: return code(at: link.end, 3...4).map { SecretFinding(.oneTimeCode, $0) }
        case .pin:
            // A "pin code" is a postal code in India.
            guard link.strength != .none || cue.range.count == 3 else { return nil }
            return code(at: link.end, 4...8).map { SecretFinding(.password, $0) }
        case .password:
            guard link.strength != .none || !isAskedAbout(cue.range.lowerBound) else { return nil }
            return CredentialValue(scalars, at: link).passwordRange.map { SecretFinding(.password, $0) }
        case .apiKey:
            let value = CredentialValue(scalars, at: link)
            return value.keyRange.map { SecretFinding(.apiKey, $0) }
        case .privateKey:
            return CredentialValue(scalars, at: link).privateKeyRange.map { SecretFinding(.privateKey, $0) }
        }
    }

    /// Whether somebody lost what the word stands for and wants another: what follows says whose it is.
    private func isAskedAbout(_ start: Int) -> Bool {
        let first = max(0, start - 12)
        return Self.asking.contains { word in
            (first...start).contains { lowered[$0..<start].starts(with: word) }
        }
    }

    private static let asking = [
        "forgot", "forget", "reset", "change", "lost", "recover", "忘记", "忘記", "重置", "修改", "找回", "更改",
    ].map { Array($0.unicodeScalars) }

    /// Some digits by themselves, as `123456`, `123 456`, `123-456` or `G-123456`.
    private func code(at start: Int, _ lengths: ClosedRange<Int>) -> Range<Int>? {
        var position = start
        if position + 1 < lowered.count, lowered[position] == "g", lowered[position + 1] == "-" {
            position += 2
        }
        let first = position
        while position < lowered.count, lowered[position].isDigit { position += 1 }
        var count = position - first
        if count == 3, lengths.upperBound > 4, position + 3 < lowered.count,
            [" ", "-"].contains(lowered[position]),
            lowered[(position + 1)...(position + 3)].allSatisfy(\.isDigit)
        {
            position += 4
            count += 3
        }
        guard lengths.contains(count), isFree(behind: position) else { return nil }
        return start..<position
    }

    /// Whether what follows digits does not make an amount, a time or a longer number of them.
    private func isFree(behind end: Int) -> Bool {
        guard end < lowered.count else { return true }
        let next = lowered[end]
        if next.isDigit || (97...122).contains(next.value)
            || "%年月日号元块个個次秒分天位小度万千万点倍条-/_*+$€￥".unicodeScalars.contains(next)
        {
            return false
        }
        guard next == "." || next == "," || next == ":" || next == " " else { return true }
        guard end + 1 < lowered.count else { return true }
        if lowered[end + 1].isDigit { return false }
        return next != " " || !CredentialValue.startsWithUnit(lowered[(end + 1)...])
    }

    // MARK: Before the word

    /// `482913 is my verification code`, `482913是验证码`.
    private func value(before cue: CredentialCue) -> SecretFinding? {
        guard cue.kind == .code else { return nil }
        var position = cue.range.lowerBound
        var links = 0
        let isLatin = lowered[cue.range.lowerBound].value < 0x80
        // Back over at most "is my google".
        while position > 0, cue.range.lowerBound - position < 24 {
            let before = lowered[position - 1]
            if before.isDigit { break }
            if isLatin {
                guard before == " " || (97...122).contains(before.value) else { return nil }
            } else {
                guard "是为您你我的登录谷歌短信 ".unicodeScalars.contains(before) else { return nil }
            }
            position -= 1
            links += 1
        }
        guard links > 0, position > 0, lowered[position - 1].isDigit else { return nil }
        let between = lowered[position..<cue.range.lowerBound]
        let says = isLatin ? Array(" is ".unicodeScalars) : Array("是".unicodeScalars)
        guard isLatin ? between.starts(with: says) : between.contains("是") || between.contains("为") else {
            return nil
        }
        let end = position
        while position > 0, lowered[position - 1].isDigit { position -= 1 }
        guard (4...8).contains(end - position),
            position == 0 || !(97...122).contains(lowered[position - 1].value) && lowered[position - 1] != "."
        else { return nil }
        return SecretFinding(.oneTimeCode, position..<end)
    }
}
