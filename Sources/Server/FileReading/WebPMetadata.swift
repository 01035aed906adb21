import Foundation

/// What stands in a WebP besides its picture (https://developers.google.com/speed/webp/docs/riff_container).
enum WebPMetadata {
    /// Without EXIF, XMP and colour profile: libvips writes EXIF of its own into every WebP.
    static func removed(from content: Data) -> Data {
        let bytes = [UInt8](content)
        var kept = [UInt8](bytes.prefix(12))
        var position = 12
        while position + 8 <= bytes.count {
            let length = (0..<4).reduce(0) { $0 | Int(bytes[position + 4 + $1]) << (8 * $1) }
            let end = min(bytes.count, position + 8 + length + length % 2)
            var chunk = Array(bytes[position..<end])
            let name = String(decoding: chunk.prefix(4), as: UTF8.self)
            // Its flags tell of what is gone: 0x20 the profile, 0x08 EXIF, 0x04 XMP.
            if name == "VP8X", chunk.count > 8 { chunk[8] &= ~0x2C }
            if !["EXIF", "XMP ", "ICCP"].contains(name) { kept += chunk }
            position = end
        }
        let size = kept.count - 8
        for index in 0..<4 where kept.count >= 12 {
            kept[4 + index] = UInt8(truncatingIfNeeded: size >> (8 * index))
        }
        return Data(kept)
    }
}
