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
    /// They say hello or ask for help, and nothing else.
    case greeting
    /// They ask who answers here.
    case introduction
    /// Anything else: to be looked up.
    case question

    /// Finds it out.
    ///
    /// - Parameter text: A customer's message; only its first 1,000 characters count.
    package init(_ text: String) {
        let folded = Self.folded(text)
        let plain = Self.plain(folded)
        if Self.introductions.contains(plain) {
            self = .introduction
        } else if PersonWish.isIn(folded) {
            self = .person
        } else if Self.notSolvedTexts.contains(plain) {
            self = .notSolved
        } else if Self.solvedTexts.contains(plain) {
            self = .solved
        } else if Self.greetings.contains(plain) || Self.pleas.contains(plain) {
            self = .greeting
        } else {
            self = .question
        }
    }

    /// Lower case and half width.
    private static func folded(_ text: String) -> String {
        String(text.prefix(1000)).precomposedStringWithCompatibilityMapping.lowercased()
            .replacingOccurrences(of: "’", with: "'")
    }

    /// One space between words, no punctuation.
    private static func plain(_ folded: String) -> String {
        folded.split { !($0.isLetter || $0.isNumber || $0 == "'") }.joined(separator: " ")
    }

    private static let solvedTexts: Set<String> = [
        "that helped", "it helped", "solved", "thanks that helped", "thank you that helped", "thanks",
        "thank you",
        "thx", "great thanks", "ok thanks", "perfect thanks", "got it thanks", "problem solved",
        "it works now",
        "已解决", "解决了", "谢谢", "好的谢谢", "谢谢你", "谢谢您", "明白了谢谢", "感谢", "问题解决了", "可以了谢谢", "有帮助",
        "好的 谢谢", "明白了 谢谢",
        "已解決", "解決了", "謝謝", "謝謝你", "謝謝您", "好的 謝謝", "感謝", "問題解決了", "有幫助",
        "解決しました", "解決した", "解決できました", "ありがとう", "ありがとうございます", "ありがとうございました", "助かりました", "役に立ちました",
    ]
    private static let notSolvedTexts: Set<String> = [
        "no", "nope", "not helpful", "that didn't help", "didn't help", "doesn't help", "this is not helpful",
        "that is not my question", "not what i asked", "wrong answer", "still not solved", "not solved",
        "没用", "没帮助", "没有帮助", "不是这个", "不对", "没解决", "没有解决", "还是不行", "答非所问", "不是我要的",
        "沒用", "沒幫助", "沒有幫助", "不是這個", "不對", "沒解決", "沒有解決", "還是不行", "答非所問",
        "違います", "違う", "解決しません", "解決しない", "解決していません", "解決しませんでした", "役に立ちません", "役に立たない", "役に立ちませんでした",
    ]
    private static let greetings: Set<String> = [
        "hi", "hello", "hey", "hi there", "hello there", "good morning", "good evening", "anyone there",
        "你好", "您好", "嗨", "在吗", "在么", "有人吗", "早上好", "晚上好", "你好 在吗", "您好 在吗",
        "在嗎", "有人嗎", "早安", "午安", "晚安", "你好 在嗎", "您好 在嗎",
        "こんにちは", "こんばんは", "おはようございます", "おはよう", "はじめまして", "お世話になります", "お世話になっております",
    ]
    /// A cry for help that does not say with what.
    private static let pleas: Set<String> = [
        "help", "help me", "please help", "please help me", "help please", "i need help", "need help",
        "i need some help", "can you help me", "can you help me please", "could you help me", "can you help",
        "i have a question", "i have a problem", "problem", "question", "urgent", "please",
        "what should i do",
        "what do i do now", "i need assistance", "i need support", "support", "excuse me",
        "怎么办", "怎么办啊", "怎么办呢", "帮帮我", "请帮我", "帮我", "帮忙", "请帮忙", "帮个忙", "我需要帮助", "需要帮助", "求助",
        "有问题", "我有问题", "我有个问题", "我想咨询", "咨询", "请问", "出问题了", "急", "很急", "快点", "可以帮我吗", "能帮我吗",
        "怎麼辦", "幫幫我", "請幫我", "幫我", "幫忙", "請幫忙", "我需要幫助", "需要幫助", "有問題", "我有問題", "我想諮詢", "請問",
        "助けて", "助けてください", "困っています", "困っている", "質問", "質問があります", "質問です", "教えてください", "お願いします", "すみません", "至急",
    ]
    private static let introductions: Set<String> = [
        "who are you", "what are you", "are you a bot", "are you a robot", "are you human", "are you a human",
        "are you real", "are you a real person", "are you a person", "are you ai", "are you an ai",
        "is this a bot",
        "is this a robot", "is this a real person", "am i talking to a bot", "am i talking to a human",
        "am i talking to a real person", "what is your name", "what's your name", "can i have your name",
        "你是谁", "您是谁", "你是什么", "你是机器人吗", "你是机器人", "是机器人吗", "你是真人吗", "你是人吗", "你是人工吗", "你是人工客服吗",
        "你是ai吗", "你叫什么", "你叫什么名字",
        "你是誰", "您是誰", "你是什麼", "你是機器人嗎", "是機器人嗎", "你是真人嗎", "你是人嗎", "你叫什麼", "你叫什麼名字",
        "あなたは誰", "あなたは誰ですか", "どなたですか", "ロボットですか", "ボットですか", "aiですか", "人間ですか", "あなたは人間ですか", "あなたはロボットですか",
    ]
}
