import Assistant
import Testing

@Suite struct IntentionTests {
    @Test(arguments: [
        "转人工", "人工客服", "我要联系客服！", "请帮我转接人工客服", "人工", "轉人工", "Talk to a human", "agent please",
        "can I speak to a real person", "connect me with someone from customer support",
        "I want to talk to an agent",
        "human", "live agent please", "I was scammed, I want to talk to a human", "我被骗了，转人工", "我要客服",
        "请帮我转接客服",
        "Connect to agent", "I need a real person now", "is there a human I can talk to?",
        "I want to talk to executive",
        "我昨天从别的平台转了一千个USDT到你们这里到现在都没有到账我非常着急请帮我转人工谢谢", "能不能帮我找一下人工客服",
        "轉接真人", "請幫我轉接真人客服", "担当者と話す", "担当者", "担当者と話したいです。", "オペレーターにつないでください", "担当の方をお願いします",
    ])
    func wishesForAPersonAreHeard(_ text: String) {
        #expect(Intention(text) == .person)
    }

    @Test(arguments: [
        "How do I recognise fake support?", "客服会问我密码吗", "Someone pretending to be an agent called me",
        "my withdrawal has not arrived", "提币没到账", "我的代理商账户怎么开", "personal information change",
        "Can I transfer funds to another person?", "I want to know why someone logged in to my account",
        "How do I become an API agent please", "I do not want to talk to a human", "真人认证一直不通过怎么办", "人工审核要多久",
        "不要转人工", "冒充人工客服的人联系我", "找客服会不会问我密码", "客服电话是多少", "a person on telegram says he is your agent",
        "真人認證一直不通過怎麼辦", "出金が届きません", "担当者を名乗る人から電話が来ました", "担当者と話したくないです", "担当者はパスワードを聞きますか",
    ])
    func questionsAboutPeopleAreQuestions(_ text: String) {
        #expect(Intention(text) == .question)
    }

    @Test func shortAnswersAreUnderstood() {
        #expect(Intention("谢谢！") == .solved)
        #expect(Intention("Thanks, that helped.") == .solved)
        #expect(Intention("no") == .notSolved)
        #expect(Intention("没有解决。") == .notSolved)
        #expect(Intention("Hello!!") == .greeting)
        #expect(Intention("在吗？") == .greeting)
        #expect(Intention("please help me!") == .greeting)
        #expect(Intention("怎么办？") == .greeting)
        #expect(Intention("who are you?") == .introduction)
        #expect(Intention("你是機器人嗎？") == .introduction)
        #expect(Intention("ロボットですか？") == .introduction)
        #expect(Intention("謝謝！") == .solved)
        #expect(Intention("ありがとうございます。") == .solved)
        #expect(Intention("還是不行") == .notSolved)
        #expect(Intention("解決していません。") == .notSolved)
        #expect(Intention("こんにちは！") == .greeting)
        #expect(Intention("怎麼辦？") == .greeting)
        #expect(Intention("") == .question)
    }
}
