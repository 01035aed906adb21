import Retrieval

/// A few articles in two languages that the tests search.
enum SmallLibrary {
    static let documents: [SearchDocument] = [
        document(
            "withdrawal-en",
            "en",
            "My withdrawal has not arrived",
            "A withdrawal that left us is waiting for the network. Look up its transaction hash in a block explorer."
        ),
        document(
            "memo-en",
            "en",
            "I forgot the memo or tag of a deposit",
            "Deposits without a memo cannot be credited by themselves. Open a request with the transaction hash."
        ),
        document(
            "verification-en",
            "en",
            "Why was my identity verification rejected?",
            "Photographs that are blurred and documents that have expired are rejected most often."
        ),
        document(
            "api-en",
            "en",
            "Create an API key",
            "API keys are created on the Me page. Choose the permissions the key needs, and no others.",
            kind: "faq"
        ),
        document("withdrawal-zh", "zh-CN", "提币未到账怎么办", "提币离开平台后正在等待网络确认。请在区块浏览器中查询交易哈希。"),
        document("memo-zh", "zh-CN", "充币忘记填写标签", "没有填写标签的充币无法自动到账，请提交工单并附上交易哈希。"),
        document("verification-zh", "zh-CN", "身份认证为什么被拒绝", "照片模糊、证件过期是最常见的原因。"),
        document("freeze-zh", "zh-CN", "账户被冻结了怎么解冻", "账户被冻结通常是因为风险控制，完成验证后即可解冻。", kind: "faq"),
    ]

    static let index = SearchIndex(documents: documents)

    static func document(
        _ id: String,
        _ language: String,
        _ title: String,
        _ text: String,
        kind: String = "article"
    ) -> SearchDocument {
        SearchDocument(
            id: id,
            language: language,
            kind: kind,
            title: title,
            sections: [.init(heading: "", anchor: nil, text: text)]
        )
    }

    /// The ids that a question finds, best first.
    static func found(_ question: String, language: String? = nil) -> [String] {
        index.search(SearchQuery(question, preferredLanguage: language)).hits.map(\.id)
    }
}
