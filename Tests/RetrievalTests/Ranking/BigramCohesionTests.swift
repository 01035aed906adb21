@testable import Retrieval
import Testing

@Suite struct BigramCohesionTests {
    /// 交易 is a word; 币交 is where 提币 and 交易 meet.
    private let index = SearchIndex(
        documents: ["提币交易", "提币到账", "提币地址", "充币地址", "充币到账", "交易费用", "交易记录", "买币", "用币", "订单", "手续费", "身份认证"]
            .enumerated().map { SmallLibrary.document("\($0)", "zh-CN", $1, $1) }
    )

    private func weight(of bigram: String, in question: String) throws -> Double {
        let scalars = bigram.unicodeScalars.map(\.value)
        let term = try #require(index.vocabulary.term(Vocabulary.Key.bigram(scalars[0], scalars[1])))
        let wanted = QueryPlan(question, index: index).wanted
        return try #require(wanted.first { $0.alternatives.contains { $0.term == term } }).weight
    }

    @Test func theSeamOfTwoWordsCountsLess() throws {
        #expect(try weight(of: "交易", in: "提币交易") == 1)
        #expect(try weight(of: "提币", in: "提币交易") == 1)
        let seam = try weight(of: "币交", in: "提币交易")
        #expect(seam < 1 && seam >= index.weights.seam)
    }
}
