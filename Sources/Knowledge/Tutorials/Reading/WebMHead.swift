/// Reads what stands before the first pictures of a WebM file: its tables.
///
/// Source: RFC 8794 (EBML), RFC 9559 (Matroska), https://www.webmproject.org/docs/container/: an element is its name, its
/// size, both with their length in their first byte, and what is in it.
struct WebMHead: Sendable {
    static let signature: [UInt8] = [0x1A, 0x45, 0xDF, 0xA3]
    /// Programs that write WebM begin with the tables.
    static let most = 1_048_576

    private static let pictures: Set<String> = ["V_VP8", "V_VP9", "V_AV1"]
    private static let sounds: Set<String> = ["A_VORBIS", "A_OPUS"]

    private enum Name {
        static let head = 0x1A45_DFA3
        static let documentType = 0x4282
        static let segment = 0x1853_8067
        static let information = 0x1549_A966
        static let timeScale = 0x2AD7B1
        static let duration = 0x4489
        static let tracks = 0x1654_AE6B
        static let track = 0xAE
        static let trackKind = 0x83
        static let codec = 0x86
        static let picture = 0xE0
        static let width = 0xB0
        static let height = 0xBA
        static let cluster = 0x1F43_B675
    }

    private struct Element {
        let name: Int
        let content: ArraySlice<UInt8>
        /// As it says itself; nil where it was to be known once all is written.
        let size: Int?
    }

    private var bytes: [UInt8] = []
    /// How many came, those that are not kept among them.
    private var count = 0

    mutating func read(_ piece: [UInt8]) {
        count += piece.count
        bytes += piece.prefix(Self.most - bytes.count)
    }

    func facts() throws(VideoFlaw) -> VideoFacts {
        var rest = bytes[...]
        guard let head = try Self.element(&rest), head.name == Name.head else { throw .notAVideo }
        let kind = try Self.elements(head.content).first { $0.name == Name.documentType }
        guard let kind, Self.text(kind.content) == "webm" else { throw .notAVideo }
        guard let segment = try Self.element(&rest), segment.name == Name.segment else { throw .truncated }
        if let size = segment.size, size > count - segment.content.startIndex { throw .truncated }
        var milliseconds: Int?
        rest = segment.content
        while let element = try Self.element(&rest), element.name != Name.cluster {
            switch element.name {
            case Name.information: milliseconds = try Self.duration(element.content)
            case Name.tracks:
                let (width, height) = try Self.picture(element.content)
                // What tells the length may stand behind, where a program writes it last: then nothing tells it.
                return VideoFacts(
                    mediaType: "video/webm",
                    milliseconds: milliseconds,
                    width: width,
                    height: height
                )
            default: break
            }
        }
        throw .truncated
    }

    private static func duration(_ bytes: ArraySlice<UInt8>) throws(VideoFlaw) -> Int? {
        var scale = 1_000_000
        var ticks: Double?
        for element in try elements(bytes) {
            switch element.name {
            case Name.timeScale where element.content.count <= 7: scale = MP4Movie.number(element.content)
            case Name.duration: ticks = real(element.content)
            default: break
            }
        }
        guard let ticks else { return nil }
        let milliseconds = ticks * Double(scale) / 1_000_000
        return (1...360_000_000).contains(milliseconds) ? Int(milliseconds) : nil
    }

    private static func picture(_ bytes: ArraySlice<UInt8>) throws(VideoFlaw) -> (width: Int, height: Int) {
        var found: (width: Int, height: Int)?
        for track in try elements(bytes) where track.name == Name.track {
            let parts = try elements(track.content)
            func part(_ name: Int) -> ArraySlice<UInt8> { parts.first { $0.name == name }?.content ?? [] }
            let codec = text(part(Name.codec))
            switch part(Name.trackKind).last {
            case 1 where found == nil:
                guard pictures.contains(codec) else { throw .codec(codec) }
                let picture = try elements(part(Name.picture))
                func side(_ name: Int) -> Int {
                    let bytes = picture.first { $0.name == name }?.content ?? []
                    return bytes.count <= 4 ? MP4Movie.number(bytes) : 0
                }
                found = (side(Name.width), side(Name.height))
            case 2: guard sounds.contains(codec) else { throw .codec(codec) }
            default: break
            }
        }
        guard let found else { throw .noPicture }
        return found
    }

    private static func elements(_ bytes: ArraySlice<UInt8>) throws(VideoFlaw) -> [Element] {
        var found: [Element] = []
        var rest = bytes
        while let element = try element(&rest) { found.append(element) }
        return found
    }

    /// The next element; what of it is not at hand, or is to be known once all is written, is left out.
    private static func element(_ rest: inout ArraySlice<UInt8>) throws(VideoFlaw) -> Element? {
        guard let first = rest.first else { return nil }
        let nameLength = first.leadingZeroBitCount + 1
        guard nameLength <= 4, rest.count > nameLength else { throw .unreadable }
        let name = MP4Movie.number(rest.prefix(nameLength))
        rest = rest.dropFirst(nameLength)
        let start = rest.first ?? 0
        let sizeLength = start.leadingZeroBitCount + 1
        guard sizeLength <= 8, rest.count >= sizeLength else { throw .unreadable }
        let mark = 1 << (7 * sizeLength)
        let size = MP4Movie.number(rest.prefix(sizeLength)) & (mark - 1)
        rest = rest.dropFirst(sizeLength)
        let isKnown = size < mark - 1
        let content = isKnown ? rest.prefix(size) : rest
        rest = rest.dropFirst(content.count)
        return Element(name: name, content: content, size: isKnown ? size : nil)
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        let plain = bytes.prefix(40).filter { (0x21...0x7E).contains($0) }
        return String(decoding: plain, as: UTF8.self)
    }

    private static func real(_ bytes: ArraySlice<UInt8>) -> Double? {
        switch bytes.count {
        case 4: Double(Float(bitPattern: UInt32(MP4Movie.number(bytes))))
        case 8: Double(bitPattern: bytes.reduce(0) { $0 << 8 | UInt64($1) })
        default: nil
        }
    }
}
