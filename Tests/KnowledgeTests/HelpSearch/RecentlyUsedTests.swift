@testable import Knowledge
import Testing

@Suite("Recently used")
struct RecentlyUsedTests {
    @Test("of more than there may be, the one goes that nobody asked for the longest")
    func oldest() {
        var kept = RecentlyUsed<Int, String>(capacity: 2)
        kept.keep("one", 1)
        kept.keep("two", 2)
        #expect(kept.use(1) == "one")
        kept.keep("three", 3)
        #expect(kept.use(2) == nil)
        #expect(kept.use(1) == "one")
        kept.keep("other", 1)
        #expect(Set(kept.all.map(\.value)) == ["other", "three"])
        #expect(kept.use(3) == "three")
    }
}
