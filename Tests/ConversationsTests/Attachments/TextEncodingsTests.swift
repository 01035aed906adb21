import Foundation
import Testing

@testable import Conversations

@Suite("What a text says, whatever encoding it is in")
struct TextEncodingsTests {
    @Test("one reading where the text tells its encoding")
    func told() {
        let text = "您好, hello 👋"
        #expect(TextEncodings.readings(of: Array(text.utf8)) == [text])
        for (encoding, mark) in [
            (String.Encoding.utf16LittleEndian, [0xFF, 0xFE]), (.utf16BigEndian, [0xFE, 0xFF]),
            (.utf32LittleEndian, [0xFF, 0xFE, 0, 0]), (.utf32BigEndian, [0, 0, 0xFE, 0xFF]),
        ] as [(String.Encoding, [UInt8])] {
            let content = mark + Array(text.data(using: encoding) ?? Data())
            #expect(TextEncodings.readings(of: content) == [text])
        }
    }

    @Test(
        "among the readings of an older encoding is the right one",
        arguments: [
            ("你好", [0xC4, 0xE3, 0xBA, 0xC3]),  // GB 18030
            ("你好", [0xA7, 0x41, 0xA6, 0x6E]),  // Big5
            ("てん", [0x82, 0xC4, 0x82, 0xF1]),  // Shift JIS
            ("てん", [0xA4, 0xC6, 0xA4, 0xF3]),  // EUC-JP
            ("가격", [0xB0, 0xA1, 0xB0, 0xDD]),  // EUC-KR
            ("café!", [0x63, 0x61, 0x66, 0xE9, 0x21]),  // Windows-1252
        ] as [(String, [UInt8])]
    )
    func older(_ text: String, _ content: [UInt8]) {
        #expect(TextEncodings.readings(of: content).contains(text))
    }

    @Test("none where it is no text")
    func none() {
        #expect(TextEncodings.readings(of: [0xC4, 0x00, 0xE3]).isEmpty)
        #expect(TextEncodings.readings(of: Array(UInt8.min...UInt8.max)).isEmpty)
    }
}
