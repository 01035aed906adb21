import Foundation

/// Whether a text asks for a person instead of the assistant.
///
/// Pure. Every clause is looked at by itself: "I was scammed, I want to talk to a human" wishes for a person, "how do I
/// recognise fake human support?" does not.
enum PersonWish {
    /// Whether any clause does.
    ///
    /// - Parameter text: Lower case, half width, with its punctuation.
    /// - Returns: false for a text that is about people who answer, or that wants none.
    static func isIn(_ text: String) -> Bool {
        text.split(whereSeparator: isEnd).contains { clause in
            let words = clause.split { !($0.isLetter || $0.isNumber || $0 == "'") }.joined(separator: " ")
            let joined = words.replacingOccurrences(of: " ", with: "")
            return asksInEnglish(words) || asksInChinese(joined) || asksInJapanese(joined)
        }
    }

    /// What ends a clause, in every language.
    private static func isEnd(_ character: Character) -> Bool {
        ".,;:!?。，；：！？、…\n".contains(character)
    }

    private static func matches(_ text: String, _ pattern: String) -> Bool {
        text.range(of: pattern, options: .regularExpression) != nil
    }

    // MARK: English

    private static let person =
        "(human( being| agent| support)?|(real |live |actual )?(person|people|agents?|representative|rep|operator|advisor"
        + "|adviser|supervisor|manager|executive)|(customer |live )(service|support|care|agent|chat)|support( team| staff)?)"
    /// What may stand between the wish and the person.
    private static let filler =
        "( (to|with|through|over|a|an|the|your|some|any|real|live|actual|human|customer|support|service|someone|somebody"
        + "|from|of|in|at|directly|please|now|just))*"

    /// A wish and a person close together; a person alone may be what the question is about ("is this agent real?").
    private static let wishes = [
        "\\b(talk|talking|speak|speaking|chat|chatting) (to|with)\(filler) (\(person)|someone|somebody)\\b",
        "\\b(connect|transfer|put|pass|hand|forward|switch|redirect) (me |us |this )?(to|through|over|with)\(filler) \(person)\\b",
        "\\b(want|need|give me|get me|get|reach|contact|prefer|would like|i'd like|call)\(filler) "
            + "(human( being| agent| support)?|(real|live|actual) (person|people|agent|representative|operator)|agent"
            + "|representative|operator|advisor|(customer|live) (service|support|care|agent|chat))\\b( please| pls| now)*$",
        "^(an? |the )?(real |live |human |actual )?(human|person|agent|representative|operator|customer service"
            + "|customer support|live agent|live chat|human support|live support|chat agent)( please| pls| now)*$",
        "\\b(is there|are there) (a |an |any )?(human|real person|live agent|agent|representative)\\b",
    ]

    private static let isAboutImpostors =
        "\\b(fake|scam|scammer|impersonat\\w*|pretend\\w*|claim\\w* to be|says? (he|she|they) (is|are)|real or)\\b"
    private static let isRefusal = "\\b(do not|don't|dont|no need|not want|rather not|never|without)\\b"

    private static func asksInEnglish(_ clause: String) -> Bool {
        wishes.contains { matches(clause, $0) } && !matches(clause, isAboutImpostors)
            && !matches(clause, isRefusal)
    }

    // MARK: Chinese

    private static let wish =
        "(转|轉|转接|轉接|接|要|找|叫|呼叫|联系|聯繫|联络|聯絡|换|換|派|请|請|给我|給我|和|跟|与)"
        + "(一?下|一?个|一?個|一位|到|你们|你們|您们|在线|在線|真正的|的)*"
        + "(人工|真人|客服|活人)"
    /// Phrases that are a wish by themselves.
    private static let phrases = "^(人工|客服|真人|人工服务|人工服務|人工客服|在线客服|在線客服|人工坐席|真人客服|有人工吗|有人工客服吗|人工在吗|客服在吗)$"
    private static let isAboutImpostorsChinese =
        "(假冒|冒充|假的|假客服|骗子|騙子|自称|自稱|会问我|会要我|会不会|是真的|真假|几点|几点钟|电话|電話|上班|时间)"
    private static let isRefusalChinese =
        "(不|别|別|无需|無需|不用|不想|不需要|没|沒)(要|想|用|需要|能)?(转|轉|接|找|叫|要|联系|聯繫)?(人工|真人|客服)"
    /// 真人认证 and 人工智能 are no persons.
    private static let isSomethingElse = "(真人(认证|認證|验证|驗證|识别|識別)|人工(智能|审核|審核))"

    private static func asksInChinese(_ clause: String) -> Bool {
        guard matches(clause, wish) || matches(clause, phrases) else { return false }
        return !matches(clause, isAboutImpostorsChinese) && !matches(clause, isRefusalChinese)
            && !matches(clause, isSomethingElse)
    }

    // MARK: Japanese

    private static let personJapanese = "(担当者|担当の(方|人)|オペレーター?|有人サポート|スタッフ|係の(方|人)|人間|生身の人)"
    private static let wishJapanese =
        "\(personJapanese)(の(方|人))?(と|に|へ|を)?(直接|一度|電話で|チャットで)?"
        + "(話したい|話せ|話す|話をしたい|話をさせ|話させ|つない|つなげ|繋い|繋げ|代わって|替わって|かわって|相談したい|お願い|希望|呼んで|呼びたい"
        + "|チャットしたい|対応して|連絡したい|連絡を取りたい)"
    private static let isAboutImpostorsJapanese = "(偽|詐欺|なりすまし|名乗|装)"
    private static let isRefusalJapanese = "((?<!つ)ないで|たくない|不要|必要ない|必要はない|いらない|いりません)"

    private static func asksInJapanese(_ clause: String) -> Bool {
        guard matches(clause, wishJapanese) || matches(clause, "^\(personJapanese)$") else { return false }
        return !matches(clause, isAboutImpostorsJapanese) && !matches(clause, isRefusalJapanese)
    }
}
