import Foundation
import Testing

@testable import Server

@Suite("The bytes of pictures")
struct PictureBytesTests {
    /// A GIF of one pixel in two colours, with a comment.
    private static let gif = Data(
        Array("GIF89a".utf8) + [1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255]
            + [0x21, 0xFE, 2, 0x3B, 0x3B, 0]
            + [0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0] + [0x3B]
    )

    @Test("a GIF is whole up to its trailer, wherever it is cut")
    func gifs() {
        #expect(GIFStructure.isComplete(Self.gif))
        #expect(GIFStructure.isComplete(Self.gif + Data("anything behind".utf8)))
        for length in 0..<Self.gif.count { #expect(!GIFStructure.isComplete(Self.gif.prefix(length))) }
        #expect(!GIFStructure.isComplete(Self.gif.dropLast() + [0x77, 0x3B]))
    }

    private static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
        Array(name.utf8) + [UInt8(content.count), 0, 0, 0] + content + (content.count % 2 == 0 ? [] : [0])
    }

    private static func webp(_ chunks: [UInt8]) -> Data {
        Data(Array("RIFF".utf8) + [UInt8(chunks.count + 4), 0, 0, 0] + Array("WEBP".utf8) + chunks)
    }

    @Test("a WebP loses its EXIF, XMP and profile, and the flags that tell of them")
    func webps() {
        let (picture, motion) = (Self.chunk("VP8L", [1, 2, 3]), Self.chunk("ANIM", [4, 4]))
        let full = Self.webp(
            Self.chunk("VP8X", [0x3E, 0, 0, 0]) + Self.chunk("ICCP", [9]) + motion + picture
                + Self.chunk("EXIF", [8, 8]) + Self.chunk("XMP ", [7])
        )
        let bare = Self.webp(Self.chunk("VP8X", [0x12, 0, 0, 0]) + motion + picture)
        #expect(WebPMetadata.removed(from: full) == bare)
        #expect(WebPMetadata.removed(from: bare) == bare)
    }
}
