import Retrieval
import Testing

@Suite struct IrregularFormsTests {
    @Test(arguments: [
        ("I lose my phone", "lost"), ("phone was lost", "lost"), ("person who was paid", "paid"),
        ("people who pay", "paid"),
    ])
    func formsThatNoEndingTellsMeet(_ question: String, _ expected: String) {
        let index = SearchIndex(documents: [
            SmallLibrary.document("lost", "en", "Lost phones", "What is lost is replaced."),
            SmallLibrary.document("paid", "en", "Paying people", "Whom it pays, and when."),
        ])
        #expect(index.search(SearchQuery(question)).hits.map(\.id) == [expected])
    }
}
