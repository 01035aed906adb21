import CZlib

/// The gzip format (RFC 1952), by zlib.
enum Gzip {
    /// zlib's code for its largest window, 2^15 bytes, with gzip's head and tail around the content.
    private static let window: Int32 = 15 + 16
    /// Of 1...9: the most memory, 256 KiB while it works, for the smallest result.
    private static let memory: Int32 = 9

    /// The content as gzip; the same content always gives the same bytes, for no time is written into it.
    ///
    /// - `content`: Any; some 20 MB a second are compressed with the most effort, 60 else.
    /// - Returns: nil when there is no memory for it.
    static func compress(_ content: [UInt8], _ effort: SharedContent.Effort) -> [UInt8]? {
        var stream = unsafe z_stream()
        // One pointer for all calls: zlib compares it with the one that it began with.
        return unsafe withUnsafeMutablePointer(to: &stream) { stream in
            let begun = unsafe deflateInit2_(
                stream,
                effort == .most ? Z_BEST_COMPRESSION : Z_DEFAULT_COMPRESSION,
                Z_DEFLATED,
                window,
                memory,
                Z_DEFAULT_STRATEGY,
                ZLIB_VERSION,
                Int32(MemoryLayout<z_stream>.size)
            )
            guard begun == Z_OK else { return nil }
            defer { unsafe deflateEnd(stream) }
            return unsafe finish(stream, content)
        }
    }

    private static func finish(_ stream: z_streamp, _ content: [UInt8]) -> [UInt8]? {
        var isWhole = false
        let room = unsafe Int(deflateBound(stream, UInt(content.count)))
        let result = unsafe content.withUnsafeBufferPointer { input in
            unsafe [UInt8](unsafeUninitializedCapacity: room) { output, count in
                // zlib only reads its input; its header says so only where ZLIB_CONST is defined.
                unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                unsafe stream.pointee.avail_in = UInt32(input.count)
                unsafe stream.pointee.next_out = output.baseAddress
                unsafe stream.pointee.avail_out = UInt32(output.count)
                isWhole = unsafe deflate(stream, Z_FINISH) == Z_STREAM_END
                count = unsafe Int(stream.pointee.total_out)
            }
        }
        return isWhole ? result : nil
    }
}
