import Retrieval
import Testing

@Suite struct PassageTests {
    private func passage(
        _ question: String,
        in text: String,
        language: String = "en",
        length: Int = 60
    ) throws -> Passage {
        let index = SearchIndex(documents: [SmallLibrary.document("one", language, "A title", text)])
        return try #require(index.search(SearchQuery(question)).hits.first).passage(length: length)
    }

    @Test func theWordsOfTheQuestionAreMarked() throws {
        let filler = String(repeating: "Nothing of interest stands here. ", count: 20)
        let found = try passage("transaction hash", in: filler + "Look up the transaction hash. " + filler)
        #expect(
            found.pieces.filter(\.isMatch).map { $0.text.lowercased() }.joined(separator: " ").contains(
                "transaction"
            )
        )
        #expect(found.pieces.map(\.text).joined() == found.text)
        #expect(found.text.count <= 62)
    }

    @Test func chineseIsCutBetweenCharacters() throws {
        let filler = String(repeating: "这里没有什么特别的内容。", count: 20)
        let found = try passage("交易哈希", in: filler + "请查询交易哈希。" + filler, language: "zh-CN", length: 24)
        #expect(found.text.contains("交易哈希"))
        #expect(found.pieces.filter(\.isMatch).map(\.text) == ["交易哈希"])
    }

    @Test func clustersOfCharactersStayWhole() throws {
        let family = "👩‍👩‍👧‍👦"
        let found = try passage(
            "hash",
            in: String(repeating: family, count: 80) + " hash " + String(repeating: family, count: 80)
        )
        #expect(
            found.text.filter { $0 != "…" && $0 != " " }.allSatisfy { String($0) == family || $0.isLetter }
        )
    }

    @Test func markupStaysTextToBeEscapedByThePage() throws {
        let found = try passage("hash", in: "<script>alert(1)</script> hash")
        #expect(found.pieces.map(\.text).joined().contains("<script>") == found.text.contains("<script>"))
    }
}
