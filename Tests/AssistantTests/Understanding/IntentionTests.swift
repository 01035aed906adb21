import Assistant
import Testing

@Suite struct IntentionTests {
    @Test(arguments: [
        "转人工", "人工客服", "我要联系客服！", "请帮我转接人工客服", "人工", "轉人工", "Talk to a human", "agent please",
        "can I speak to a real person", "connect me with someone from customer support",
        "I want to talk to an agent",
        "human", "live agent please",
    ])
    func wishesForAPersonAreHeard(_ text: String) {
        #expect(Intention(text) == .person)
    }

    @Test(arguments: [
        "How do I recognise fake support?", "客服会问我密码吗", "Someone pretending to be an agent called me",
        "my withdrawal has not arrived", "提币没到账", "我的代理商账户怎么开", "personal information change",
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
        #expect(Intention("") == .question)
    }
}
