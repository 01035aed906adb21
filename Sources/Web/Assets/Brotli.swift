import CBrotli

/// The brotli format (RFC 7932), by Google's library.
enum Brotli {
    /// The content as brotli; the same content always gives the same bytes.
    ///
    /// - Returns: nil when there is no memory for it.
    /// - Complexity: Of a page of 20 KB, half a millisecond where it is to be quick, else some ten.
    static func compress(_ content: [UInt8], _ effort: SharedContent.Effort) -> [UInt8]? {
        // Of 0...11: 5 is the first that looks further than a few bytes back, 11 tries everything.
        let quality: Int32 = effort == .most ? 11 : 5
        // 0 for a result longer than a size can be, which no array is; never too little for what is empty.
        let room = max(16, BrotliEncoderMaxCompressedSize(content.count))
        var isWhole = false
        let result = unsafe content.withUnsafeBufferPointer { input in
            unsafe [UInt8](unsafeUninitializedCapacity: room) { output, count in
                count = room
                let done = unsafe BrotliEncoderCompress(
                    quality,
                    BROTLI_DEFAULT_WINDOW,
                    BROTLI_MODE_TEXT,
                    input.count,
                    input.baseAddress,
                    &count,
                    output.baseAddress
                )
                isWhole = done == BROTLI_TRUE
                if !isWhole { count = 0 }
            }
        }
        return isWhole ? result : nil
    }
}
