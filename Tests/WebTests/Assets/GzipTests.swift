import CZlib
import Testing
@testable import Web

@Suite struct GzipTests {
    @Test(arguments: [0, 1, 100, 70_000, 1_000_000])
    func whatComesOutIsWhatWentIn(_ count: Int) throws {
        var random = SystemRandomNumberGenerator()
        let noise = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
        for content in [[UInt8](repeating: 0x61, count: count), noise] {
            let compressed = try #require(Gzip.compress(content, .most))
            #expect(inflated(compressed, atMost: count + 1) == content)
        }
    }

    @Test func theSameContentGivesTheSameBytes() {
        let content = Array("@layer base, components;".utf8)
        #expect(Gzip.compress(content, .quick) == Gzip.compress(content, .quick))
    }
}

/// What is inside some gzip, by zlib itself; nil when it is damaged or longer.
func inflated(_ compressed: [UInt8], atMost room: Int) -> [UInt8]? {
    var stream = unsafe z_stream()
    return unsafe withUnsafeMutablePointer(to: &stream) { stream in
        let begun = unsafe inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard begun == Z_OK else { return nil }
        defer { unsafe inflateEnd(stream) }
        var compressed = compressed
        var content = [UInt8](repeating: 0, count: room)
        let ended = unsafe compressed.withUnsafeMutableBufferPointer { input in
            unsafe content.withUnsafeMutableBufferPointer { output in
                unsafe stream.pointee.next_in = input.baseAddress
                unsafe stream.pointee.avail_in = UInt32(input.count)
                unsafe stream.pointee.next_out = output.baseAddress
                unsafe stream.pointee.avail_out = UInt32(output.count)
                return unsafe inflate(stream, Z_FINISH)
            }
        }
        return ended == Z_STREAM_END ? unsafe Array(content.prefix(Int(stream.pointee.total_out))) : nil
    }
}
