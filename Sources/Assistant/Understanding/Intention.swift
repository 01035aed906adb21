import Foundation

/// What a customer's text is, beside being a question.
///
/// Pure.
package enum Intention: Sendable, Hashable {
    /// They ask for a person.
    case person
    /// They say that it helped.
    case solved
    /// They say that it did not.
    case notSolved
    /// They say hello and nothing else.
    case greeting
    /// Anything else: to be looked up.
    case question

    /// Finds it out.
    ///
    /// - Parameter text: A customer's message; only its first 400 characters count.
    package init(_ text: String) {
        let plain = Self.plain(text)
        if Self.asksForPerson(plain) {
            self = .person
        } else if Self.notSolvedTexts.contains(plain) {
            self = .notSolved
        } else if Self.solvedTexts.contains(plain) {
            self = .solved
        } else if Self.greetings.contains(plain) {
            self = .greeting
        } else {
            self = .question
        }
    }

    /// Lower case, half width, one space between words, no punctuation around.
    private static func plain(_ text: String) -> String {
        let folded = String(text.prefix(400)).precomposedStringWithCompatibilityMapping.lowercased()
        let words = folded.split { !($0.isLetter || $0.isNumber || $0 == "'" || $0 == "’") }
        return words.joined(separator: " ").replacingOccurrences(of: "’", with: "'")
    }

    private static let personWordsChinese = [
        "转人工", "转接人工", "人工客服", "人工服务", "联系客服", "找客服", "真人", "接人工", "要人工", "找人工", "人工坐席",
        "在线客服", "叫客服", "客服人员", "和人聊", "跟人聊", "轉人工", "人工客服", "聯繫客服", "聯絡客服",
    ]

    /// A wish and a person close together; a person alone may be what the question is about ("is this agent real?").
    private static let personPattern = [
        #"\b(talk|speak|chat|connect|transfer|put|get|reach|contact|need|want|give|prefer|see)\b( \w+){0,4} (human|person|people|agent|representative|rep|operator|advisor|support team|customer service|customer support|live support|somebody|someone)\b"#,
        #"^(a |an |the )?(real |live |human )?(human|person|agent|representative|operator|customer service|customer support|live agent|live chat)( please| pls| now)*$"#,
        #"\b(human|live|real) (agent|person|support|being)\b.*\b(please|pls|now|available)\b"#,
        #"\bagent (please|pls|now)\b"#,
    ]

    private static func asksForPerson(_ plain: String) -> Bool {
        let joined = plain.replacingOccurrences(of: " ", with: "")
        if joined == "人工" || joined == "客服" { return true }
        if joined.count <= 40, personWordsChinese.contains(where: joined.contains), !isAboutPeople(joined) {
            return true
        }
        return personPattern.contains { plain.range(of: $0, options: .regularExpression) != nil }
            && !isAboutPeople(plain)
    }

    /// Questions about people are not wishes for one: "how do I recognise fake support?", "客服会问我密码吗".
    private static func isAboutPeople(_ plain: String) -> Bool {
        ["fake", "scam", "impersonat", "pretend", "假冒", "冒充", "假客服", "骗", "会问我", "会要我", "是真的吗"]
            .contains(where: plain.contains)
    }

    private static let solvedTexts: Set<String> = [
        "that helped", "it helped", "solved", "thanks that helped", "thank you that helped", "thanks",
        "thank you",
        "thx", "great thanks", "ok thanks", "perfect thanks", "got it thanks", "problem solved",
        "it works now",
        "已解决", "解决了", "谢谢", "好的谢谢", "谢谢你", "谢谢您", "明白了谢谢", "感谢", "问题解决了", "可以了谢谢", "有帮助",
        "好的 谢谢", "明白了 谢谢",
    ]
    private static let notSolvedTexts: Set<String> = [
        "no", "nope", "not helpful", "that didn't help", "didn't help", "doesn't help", "this is not helpful",
        "that is not my question", "not what i asked", "wrong answer", "still not solved", "not solved",
        "没用", "没帮助", "没有帮助", "不是这个", "不对", "没解决", "没有解决", "还是不行", "答非所问", "不是我要的",
    ]
    private static let greetings: Set<String> = [
        "hi", "hello", "hey", "hi there", "hello there", "good morning", "good evening", "anyone there",
        "你好", "您好", "嗨", "在吗", "在么", "有人吗", "早上好", "晚上好", "你好 在吗", "您好 在吗",
    ]
}
