/// What one clause of Chinese asks its reader for.
struct ChineseAsk {
    private let text: [Unicode.Scalar]
    private let isQuestion: Bool
    private let secrets: [(kind: Solicitation, range: Range<Int>)]
    /// Whether something in it forbids, or tells of others.
    let isForbidden: Bool

    init(_ clause: [Unicode.Scalar], isQuestion: Bool) {
        // Spaces between Chinese and Latin mean nothing.
        let text = clause.filter { !$0.properties.isWhitespace && $0 != "-" && $0 != "_" }
        self.text = text
        self.isQuestion = isQuestion
        secrets = Self.secrets(text)
        isForbidden = Self.forbids(text[...])
    }

    private static func secrets(_ text: [Unicode.Scalar]) -> [(kind: Solicitation, range: Range<Int>)] {
        var secrets: [(kind: Solicitation, range: Range<Int>)] = []
        var place = 0
        while place < text.count {
            let rest = text[place...]
            var found: (Solicitation, Int)?
            for (kind, words) in names {
                guard let word = words.first(where: { rest.starts(with: $0) }), word.count > (found?.1 ?? 0),
                    !isInLatin(text, place, word)
                else { continue }
                found = (kind, word.count)
            }
            guard let (kind, count) = found else {
                place += 1
                continue
            }
            let end = place + count
            let isPart =
                text[end...].first == "前" && text[end...].dropFirst().first.map(Self.isCount) ?? false
            let isThing = things.contains { text[end...].starts(with: $0) }
            if isPart || !isThing || text[end...].starts(with: "发".unicodeScalars), !isUnlike(text, end) {
                secrets.append((kind, place..<end))
            }
            place = end
        }
        return secrets
    }

    /// What counts the words of a phrase: "助记词前三个".
    private static func isCount(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isDigit || "一二三四五六七八九十几两".unicodeScalars.contains(scalar)
    }

    /// Whether a Latin word goes on before or behind: "ping" is no PIN.
    private static func isInLatin(_ text: [Unicode.Scalar], _ place: Int, _ word: [Unicode.Scalar]) -> Bool {
        func isLetter(_ place: Int) -> Bool {
            text.indices.contains(place) && (97...122).contains(text[place].value)
        }
        return isLetter(place) && isLetter(place - 1)
            || isLetter(place + word.count - 1) && isLetter(place + word.count)
    }

    /// "验证码发送失败" is no secret, "验证码发给我" is.
    private static func isUnlike(_ text: [Unicode.Scalar], _ end: Int) -> Bool {
        text[end...].starts(with: "发送失败".unicodeScalars) || text[end...].starts(with: "发送时间".unicodeScalars)
            || text[end...].starts(with: "发送频".unicodeScalars)
    }

    private static func forbids(_ part: ArraySlice<Unicode.Scalar>) -> Bool {
        var place = part.startIndex
        while place < part.endIndex {
            let rest = part[place...]
            if let idiom = idioms.first(where: { rest.starts(with: $0) }) {
                place += idiom.count
                continue
            }
            if negations.contains(where: { rest.starts(with: $0) }) { return true }
            place += 1
        }
        return false
    }

    private static func places(
        _ words: [[Unicode.Scalar]],
        _ text: ArraySlice<Unicode.Scalar>
    ) -> [Range<Int>] {
        text.indices.compactMap { place in
            words.first { text[place...].starts(with: $0) }.map { place..<(place + $0.count) }
        }
    }

    private static func has(_ words: [[Unicode.Scalar]], _ text: ArraySlice<Unicode.Scalar>) -> Bool {
        text.indices.contains { place in words.contains { text[place...].starts(with: $0) } }
    }

    // MARK: What is asked for

    var firstSecret: Solicitation? { secrets.first?.kind }

    var kinds: [Solicitation] {
        let transfer: [Solicitation] = ChineseTransfer.asks(text, isForbidden: isForbidden)
        guard !secrets.isEmpty, !isForbidden else { return transfer }
        return transfer + given + written + needed + asked
    }

    /// A verb before the secret or behind it.
    private var given: [Solicitation] {
        Self.places(Self.giving, text[...]).flatMap { verb -> [Solicitation] in
            let after = text[verb.upperBound...]
            if Self.has(Self.reader, text[max(0, verb.lowerBound - 1)..<min(text.count, verb.upperBound + 4)])
            {
                return []
            }
            if isDoneByUs(verb) { return [] }
            let isToUs = Self.has(Self.here, text[verb.lowerBound...])
            guard isToUs || isPolite, !Self.isPast(text[verb.lowerBound...]), !isNarrated else { return [] }
            if !isToUs, Self.has(Self.elsewhere, text[...]) { return [] }
            return secrets.filter { secret in
                if secret.range.lowerBound >= verb.upperBound {
                    let between = text[verb.upperBound..<secret.range.lowerBound]
                    return between.count <= 24 && !Self.has(Self.blocking, between)
                }
                // 把您的验证码发给我: a verb of its own behind it must say to whom, or the clause begins with 把.
                guard secret.range.upperBound <= verb.lowerBound else { return false }
                let between = text[secret.range.upperBound..<verb.lowerBound]
                let isDirected = verb.count > 1 || !after.isEmpty && Self.has(Self.here, after.prefix(3))
                let before = text[..<secret.range.lowerBound]
                return between.count <= 16 && isDirected && !Self.has(Self.blocking, between)
                    && !Self.has(Self.blocking, before.suffix(3))
                    && (isToUs || verb.count > 2 || isPolite || Self.has([["把"], ["将"]], before))
            }.map(\.kind)
        }
    }

    /// "您发送的内容" is what they sent already.
    private static func isPast(_ text: ArraySlice<Unicode.Scalar>) -> Bool {
        words("发送的 提供的 回复的 发的 告诉的 上传的 发送过的 发出的 转发的").contains { text.starts(with: $0) }
    }

    /// "让您把助记词发给客服" tells what somebody else wants.
    private var isNarrated: Bool {
        Self.has(Self.words("让您 让你 叫您 叫你 引导您"), text[...]) && !Self.has(Self.words("我"), text[...])
    }

    private var isPolite: Bool {
        Self.has([["请"], ["您"], ["你"], ["把"], ["将"]] + Self.words("麻烦 方便"), text[...])
    }

    /// "我们会把验证码发到…", "系统已发送验证码".
    private func isDoneByUs(_ verb: Range<Int>) -> Bool {
        let before = text[..<verb.lowerBound]
        let subjects = ["系统", "我们会", "我们已", "我们将", "我会", "我已", "我来", "平台会", "平台将", "刚刚已", "已为您", "已向"].map {
            Array($0.unicodeScalars)
        }
        return Self.has(subjects, before)
            && !Self.has([Array("需要您".unicodeScalars), Array("需要你".unicodeScalars), ["请"]], before)
    }

    private var written: [Solicitation] {
        Self.places(Self.writing, text[...]).flatMap { verb -> [Solicitation] in
            guard
                Self.has(Self.here, text[verb.upperBound...])
                    || Self.has(
                        [
                            Array("在这里".unicodeScalars), Array("在聊天".unicodeScalars),
                            Array("在对话".unicodeScalars), Array("在此处".unicodeScalars),
                            Array("在此输".unicodeScalars), Array("跟我".unicodeScalars),
                            Array("和我".unicodeScalars), Array("向我".unicodeScalars),
                            Array("与我".unicodeScalars),
                        ],
                        text[...]
                    ),
                !isDoneByUs(verb), !Self.has(Self.elsewhere, text[...])
            else { return [] }
            return secrets.filter { secret in
                let between =
                    secret.range.lowerBound >= verb.upperBound
                    ? text[verb.upperBound..<secret.range.lowerBound]
                    : text[min(secret.range.upperBound, verb.lowerBound)..<verb.lowerBound]
                return between.count <= 16 && !Self.has(Self.blocking, between)
            }.map(\.kind)
        }
    }

    /// "我们需要您的密码".
    private var needed: [Solicitation] {
        secrets.filter { secret in
            let before = text[..<secret.range.lowerBound]
            guard let need = Self.places(Self.needing, before).last, before.endIndex - need.upperBound <= 8,
                Self.has(Self.ours, before[..<need.lowerBound])
                    || need.lowerBound == 0 && Self.has([["您"], ["你"]], before)
            else { return false }
            let between = before[need.upperBound...]
            return !Self.has(Self.blocking, between)
                && !Self.has(Self.writing.filter { !Self.checking.contains($0) }, between)
                && !Self.has(
                    [Array("使用".unicodeScalars), Array("用".unicodeScalars), Array("新".unicodeScalars)],
                    between
                )
        }.map(\.kind)
    }

    /// Questions such as "您的验证码是多少" and "密码是？".
    private var asked: [Solicitation] {
        secrets.filter { secret in
            let after = text[secret.range.upperBound...]
            let before = text[..<secret.range.lowerBound]
            let isTheirs =
                Self.has(
                    [
                        ["您"], ["你"], Array("收到".unicodeScalars), Array("手机".unicodeScalars),
                        Array("短信".unicodeScalars),
                    ],
                    before
                ) || before.isEmpty && isQuestion
            guard isTheirs, !Self.has(Self.blocking, before) else { return false }
            if isQuestion, after.isEmpty, before.count <= 10 { return true }
            guard let what = Self.whats.first(where: { after.starts(with: $0) }) else { return false }
            let rest = after[(after.startIndex + what.count)...]
            return rest.count <= 2 && (what.count > 1 || isQuestion)
        }.map(\.kind)
    }

    // MARK: Over several clauses

    /// Whether it begins with a verb and nobody who is asked.
    var beginsBare: Bool {
        Self.places(Self.giving + Self.writing, text[...]).first?.lowerBound == 0
            || ["或", "也", "及", "和", "以及"].contains { text.starts(with: $0.unicodeScalars) } || isFragment
    }

    /// Whether it is nothing but the name of a secret.
    var isFragment: Bool {
        guard let first = secrets.first else { return false }
        return text.count - first.range.count <= 14 && !Self.has(Self.giving, text[...])
    }

    var opensList: Bool {
        Self.has(Self.giving, text[...]) && Self.has(Self.words("以下 如下 下列 下面 信息 资料"), text[...])
    }

    /// "把它发给我", "收到后告诉我".
    var handsOverPronoun: Bool {
        guard !isForbidden, secrets.isEmpty,
            let verb = Self.places(Self.giving, text[...]).first(where: { Self.has(Self.here, text[$0]) })
        else { return false }
        let before = text[..<verb.lowerBound].drop { "请您你麻烦立即马上尽快".unicodeScalars.contains($0) }
        if Self.has(Self.words("如果 若 是否 报错 错误 截图 问题 情况 结果 原因 uid 邮箱 哈希 txid 订单 手机号 没收到 收不到 未收到"), text[...]) {
            return false
        }
        return Self.has(Self.words("它 后 把 将 到了 内容 数字 全部 立即 马上 直接 然后 再 收到 完整"), before)
            || Self.has(Self.words("它 内容 数字"), text[verb.upperBound...])
            || before.isEmpty
    }
}
