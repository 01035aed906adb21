import Testing
@testable import Web

/// That it comes out as it went in is seen by the contract tests, with somebody else's decoder.
@Suite struct BrotliTests {
    @Test(arguments: [SharedContent.Effort.most, .quick])
    func theSameContentGivesTheSameFewBytes(_ effort: SharedContent.Effort) throws {
        let content = Array(String(repeating: "@layer base, components;\n", count: 400).utf8)
        let compressed = try #require(Brotli.compress(content, effort))
        #expect(compressed.count < 100)
        #expect(Brotli.compress(content, effort) == compressed)
    }

    @Test func whatCannotBeMadeSmallerIsWholeAllTheSame() throws {
        var random = SystemRandomNumberGenerator()
        for count in [0, 1, 100, 70_000] {
            let noise = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            let compressed = try #require(Brotli.compress(noise, .quick))
            #expect(compressed.count >= count)
        }
    }
}
