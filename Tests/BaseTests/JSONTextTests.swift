import Base
import Foundation
import Testing

@Suite("JSON texts")
struct JSONTextTests {
    @Test("are what the encoder writes, for every character that could need care")
    func sameAsTheEncoder() throws {
        let controls = (0...0x20).compactMap(UnicodeScalar.init).map(String.init)
        let texts =
            controls + [
                "", "\"", "\\", "/", "</script>", "\u{7f}", "\u{2028}\u{2029}", "提币没到账", "👩🏽‍🚀 e\u{301}",
                "a\"b\\c\nd",
            ]
        for text in texts {
            let encoded = String(decoding: try WireJSON.encode(text), as: UTF8.self)
            #expect(JSONText.quoted(text) == encoded)
        }
    }
}
