/// Films of tables and a few bytes, as their containers' descriptions say.
enum SmallFilms {
    private static func number(_ value: Int, _ bytes: Int) -> [UInt8] {
        (0..<bytes).reversed().map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    private static func box(_ type: String, _ parts: [UInt8]...) -> [UInt8] {
        let content = parts.flatMap(\.self)
        return number(8 + content.count, 4) + Array(type.utf8) + content
    }

    private static func zeros(_ count: Int) -> [UInt8] { Array(repeating: 0, count: count) }

    private static func track(_ kind: String, _ codec: String, isTurned: Bool) -> [UInt8] {
        let matrix = isTurned ? [0, 1, 0, -1, 0, 0, 0, 0, 1] : [1, 0, 0, 0, 1, 0, 0, 0, 1]
        let head = box(
            "tkhd",
            zeros(40),
            matrix.flatMap { number($0 << 16, 4) },
            number(640 << 16, 4),
            number(360 << 16, 4)
        )
        let codecs = box("stsd", zeros(4), number(1, 4), box(codec, zeros(8)))
        return box(
            "trak",
            head,
            box("mdia", box("hdlr", zeros(8), Array(kind.utf8), zeros(12)), box("minf", box("stbl", codecs)))
        )
    }

    /// An MP4 of 2.5 seconds, 640 × 360.
    static func mp4(
        picture: String? = "avc1",
        sound: String? = "mp4a",
        isTurned: Bool = false,
        tablesFirst: Bool = false,
        content: Int = 64
    ) -> [UInt8] {
        let start = box("ftyp", Array("isom".utf8), zeros(4), Array("isomavc1".utf8))
        let tables = box(
            "moov",
            box("mvhd", zeros(12), number(1_000, 4), number(2_500, 4), zeros(80)),
            picture.map { track("vide", $0, isTurned: isTurned) } ?? [],
            sound.map { track("soun", $0, isTurned: false) } ?? []
        )
        let pictures = box("mdat", (0..<content).map { UInt8(truncatingIfNeeded: $0 &* 7) })
        return start + (tablesFirst ? tables + pictures : pictures + tables)
    }

    private static func element(_ name: Int, _ content: [UInt8]) -> [UInt8] {
        let names = number(name, 4).drop { $0 == 0 }
        return names + number(content.count | 1 << 28, 4) + content
    }

    /// A WebM of 2.5 seconds, 64 × 48.
    static func webM(codec: String = "V_VP9", sound: String = "A_OPUS", kind: String = "webm") -> [UInt8] {
        let length = number(Int(truncatingIfNeeded: 2_500.0.bitPattern), 8)
        let picture = element(0xE0, element(0xB0, [64]) + element(0xBA, [48]))
        let tracks = [
            element(0xAE, element(0x83, [1]) + element(0x86, Array(codec.utf8)) + picture),
            element(0xAE, element(0x83, [2]) + element(0x86, Array(sound.utf8))),
        ]
        let segment = [
            element(0xEC, zeros(20)),
            element(0x1549_A966, element(0x2AD7B1, number(1_000_000, 3)) + element(0x4489, length)),
            element(0x1654_AE6B, tracks.flatMap(\.self)), element(0x1F43_B675, zeros(30)),
        ]
        return element(0x1A45_DFA3, element(0x4282, Array(kind.utf8)))
            + element(0x1853_8067, segment.flatMap(\.self))
    }
}
