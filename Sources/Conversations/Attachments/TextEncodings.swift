import Foundation

/// What a text may say, by the encodings that it may be in.
enum TextEncodings {
    /// Those of before Unicode that a text does not tell: China's, Taiwan's, Japan's, Korea's, Western Europe's.
    private static let legacy: [String.Encoding] =
        [0x8000_0632, 0x8000_0A03, 0x8000_0A01, 0x8000_0003, 0x8000_0940].map(String.Encoding.init(rawValue:))
        + [.windowsCP1252, .isoLatin1]

    private static let marks: [(bytes: [UInt8], encoding: String.Encoding)] = [
        ([0xFF, 0xFE, 0x00, 0x00], .utf32LittleEndian), ([0x00, 0x00, 0xFE, 0xFF], .utf32BigEndian),
        ([0xFF, 0xFE], .utf16LittleEndian), ([0xFE, 0xFF], .utf16BigEndian),
    ]

    /// Every text that the content may be; one where it says which, none where it is no text.
    static func readings(of content: [UInt8]) -> [String] {
        if let text = String(validating: content, as: UTF8.self) { return [text] }
        if let mark = marks.first(where: { content.starts(with: $0.bytes) }) {
            return [String(data: Data(content.dropFirst(mark.bytes.count)), encoding: mark.encoding)]
                .compactMap(\.self)
        }
        guard !content.contains(where: isControl) else { return [] }
        let data = Data(content)
        return legacy.compactMap { String(data: data, encoding: $0) }
    }

    /// No text has it, whatever the encoding; tabs, ends of lines and pages, and escapes are none.
    private static func isControl(_ byte: UInt8) -> Bool {
        (byte < 0x20 && !(0x09...0x0D).contains(byte) && byte != 0x1B) || byte == 0x7F
    }
}
