import CICU

/// What of ICU is used: the skeletons of Unicode TR39, and the names of hosts by Unicode TS46.
enum ICU {
    /// What is the same for two texts that look alike; nil for an empty text.
    static func skeleton(of text: String) -> String? {
        unsafe transformed(text) { unsafe icu_skeleton($0, $1, $2, $3) }
    }

    /// A host's name as it goes over the wire, and whether it keeps every rule; nil for an empty text.
    static func asciiHost(_ text: String) -> (name: String, isSound: Bool)? {
        host(text, asASCII: 1)
    }

    /// A host's name as people read it, punycode decoded; nil for an empty text.
    static func readableHost(_ text: String) -> (name: String, isSound: Bool)? {
        host(text, asASCII: 0)
    }

    private static func host(_ text: String, asASCII: Int8) -> (name: String, isSound: Bool)? {
        var broken: UInt32 = 0
        let name = unsafe transformed(text) { unsafe icu_host($0, $1, asASCII, $2, $3, &broken) }
        return name.map { ($0, broken == 0) }
    }

    private static func transformed(
        _ text: String,
        _ transform: (UnsafePointer<CChar>?, Int32, UnsafeMutablePointer<CChar>?, Int32) -> Int32
    ) -> String? {
        guard !text.isEmpty else { return nil }
        let bytes = text.utf8.map { CChar(bitPattern: $0) }
        // A skeleton grows: U+FDFA, of three bytes, becomes eighteen letters of two bytes.
        let capacity = 16 * bytes.count + 64
        var written: Int32 = -1
        let result = unsafe [CChar](unsafeUninitializedCapacity: capacity) { buffer, count in
            unsafe bytes.withUnsafeBufferPointer { source in
                written = unsafe transform(
                    source.baseAddress,
                    Int32(source.count),
                    buffer.baseAddress,
                    Int32(capacity)
                )
            }
            count = min(max(Int(written), 0), capacity)
        }
        guard written >= 0 else { return nil }
        return String(decoding: result.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
