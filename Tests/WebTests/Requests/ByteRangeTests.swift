import Testing
@testable import Web

@Suite("What a request asks for of a file (RFC 9110 §14)")
struct ByteRangeTests {
    @Test(
        "one range is one part",
        arguments: [
            ("bytes=0-499", 0..<500), ("bytes=500-999", 500..<1_000), ("bytes=500-", 500..<1_000),
            ("bytes=-500", 500..<1_000), ("bytes=0-0", 0..<1), ("bytes=-1", 999..<1_000),
            ("BYTES=1-2", 1..<3),
            // More than there is ends with the file.
            ("bytes=900-2000", 900..<1_000), ("bytes=-2000", 0..<1_000),
            ("bytes=0-99999999999999999999", 0..<1_000),
        ]
    )
    func part(_ header: String, _ expected: Range<Int>) {
        #expect(ByteRange(header, if: nil, tag: "\"a\"", of: 1_000) == .part(expected))
    }

    @Test(
        "what the file has nothing of cannot be given",
        arguments: ["bytes=1000-", "bytes=-0", "bytes=99999999999999999999-"]
    )
    func unsatisfiable(_ header: String) {
        #expect(ByteRange(header, if: nil, tag: "\"a\"", of: 1_000) == .unsatisfiable)
    }

    @Test(
        "what is not by the rules, of several parts or in another unit asks for the whole",
        arguments: [
            nil, "bytes=5-2", "bytes=", "bytes=-", "bytes=a-b", "bytes=1-2,4-5", "seconds=1-2", "bytes 1-2",
            "bytes=1",
            "bytes=1-2-3", "bytes=+1-2", "bytes=1-2=", "bytes= 1-2", "",
        ]
    )
    func whole(_ header: String?) {
        #expect(ByteRange(header, if: nil, tag: "\"a\"", of: 1_000) == .whole)
    }

    @Test("a part answers while the file is the same")
    func condition() {
        #expect(ByteRange("bytes=0-1", if: "\"a\"", tag: "\"a\"", of: 9) == .part(0..<2))
        for other in ["\"b\"", "W/\"a\"", "Tue, 15 Nov 1994 12:45:26 GMT", ""] {
            #expect(ByteRange("bytes=0-1", if: other, tag: "\"a\"", of: 9) == .whole)
        }
    }

    @Test("of an empty file there is no part")
    func empty() {
        #expect(ByteRange("bytes=0-", if: nil, tag: "\"a\"", of: 0) == .unsatisfiable)
        #expect(ByteRange("bytes=-5", if: nil, tag: "\"a\"", of: 0) == .unsatisfiable)
    }
}
