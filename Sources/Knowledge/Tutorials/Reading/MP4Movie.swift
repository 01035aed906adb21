/// Reads the tables of an MP4 file (ISO/IEC 14496-12 §8).
enum MP4Movie {
    /// What all browsers play: H.264 by ISO/IEC 14496-15, with AAC, MP3 or Opus.
    private static let pictures: Set<String> = ["avc1", "avc3"]
    private static let sounds: Set<String> = ["mp4a", ".mp3", "Opus"]

    private struct Box {
        let type: String
        let content: ArraySlice<UInt8>
    }

    /// A picture or a sound.
    private struct Track {
        var kind = ""
        var codec = ""
        var width = 0
        var height = 0
    }

    static func facts(of movie: [UInt8]) throws(VideoFlaw) -> VideoFacts {
        var milliseconds: Int?
        var tracks: [Track] = []
        for box in try boxes(movie[...]) {
            switch box.type {
            case "mvhd": milliseconds = try duration(box.content)
            case "trak": tracks.append(try track(box.content))
            default: break
            }
        }
        for sound in tracks where sound.kind == "soun" && !sounds.contains(sound.codec) {
            throw .codec(sound.codec)
        }
        guard let picture = tracks.first(where: { $0.kind == "vide" }) else { throw .noPicture }
        guard pictures.contains(picture.codec) else { throw .codec(picture.codec) }
        return VideoFacts(
            mediaType: "video/mp4",
            milliseconds: milliseconds,
            width: picture.width,
            height: picture.height
        )
    }

    private static func boxes(_ bytes: ArraySlice<UInt8>) throws(VideoFlaw) -> [Box] {
        var found: [Box] = []
        var rest = bytes
        // Some programs end the tables with four bytes of zeros.
        while rest.count >= 8 {
            let size = number(rest.prefix(4))
            guard size >= 8, size <= rest.count else { throw .unreadable }
            let type = name(rest.dropFirst(4).prefix(4))
            found.append(Box(type: type, content: rest.prefix(size).dropFirst(8)))
            rest = rest.dropFirst(size)
        }
        return found
    }

    private static func box(
        _ type: String,
        in bytes: ArraySlice<UInt8>
    ) throws(VideoFlaw) -> ArraySlice<UInt8>? {
        try boxes(bytes).first { $0.type == type }?.content
    }

    /// `mvhd`: two dates, the ticks of a second and how many there are.
    private static func duration(_ bytes: ArraySlice<UInt8>) throws(VideoFlaw) -> Int? {
        let isLong = bytes.first == 1
        let rest = bytes.dropFirst(isLong ? 20 : 12)
        guard rest.count >= (isLong ? 12 : 8) else { throw .unreadable }
        let ticks = number(rest.prefix(4))
        let length = rest.dropFirst(4).prefix(isLong ? 8 : 4)
        // All ones stand for unknown, and films in pieces have none.
        guard ticks > 0, length.contains(where: { $0 != 0xFF }), length.first ?? 0 < 0x80 else { return nil }
        let milliseconds = Double(number(length)) / Double(ticks) * 1_000
        return (1...360_000_000).contains(milliseconds) ? Int(milliseconds) : nil
    }

    private static func track(_ bytes: ArraySlice<UInt8>) throws(VideoFlaw) -> Track {
        var track = Track()
        if let head = try box("tkhd", in: bytes), head.count >= 44 {
            let size = head.suffix(8)
            let matrix = head.dropLast(8).suffix(36)
            (track.width, track.height) = (number(size.prefix(4)) >> 16, number(size.suffix(4)) >> 16)
            // A telephone held upright films lying pictures, and says that they are turned.
            if number(matrix.prefix(4)) == 0, number(matrix.dropFirst(4).prefix(4)) != 0 {
                swap(&track.width, &track.height)
            }
        }
        guard let media = try box("mdia", in: bytes), let handler = try box("hdlr", in: media) else {
            throw .unreadable
        }
        track.kind = name(handler.dropFirst(8).prefix(4))
        guard ["vide", "soun"].contains(track.kind) else { return track }
        guard let information = try box("minf", in: media), let table = try box("stbl", in: information),
            let descriptions = try box("stsd", in: table), descriptions.count >= 16
        else { throw .unreadable }
        track.codec = name(descriptions.dropFirst(12).prefix(4))
        return track
    }

    /// Big-endian; of eight bytes at most, the first of which is under 0x80.
    static func number(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.reduce(0) { $0 << 8 | Int($1) }
    }

    /// As it may be told: what is no letter, digit or mark stands as a question mark.
    private static func name(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes.map { (0x20...0x7E).contains($0) ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
    }
}
