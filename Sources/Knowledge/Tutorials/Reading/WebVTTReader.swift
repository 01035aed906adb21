/// Reads a WebVTT file line by line.
struct WebVTTReader {
    /// What times may be followed by, https://www.w3.org/TR/webvtt1/#webvtt-cue-settings; regions are left out.
    private static let settings: Set<String> = ["vertical", "line", "position", "size", "align"]
    private static let longestSetting = 40
    private static let arrow = Array("-->".utf8)

    private let lines: [Substring]
    private var place = 0
    private var cues: [WebVTT.Cue] = []

    init(_ text: String) {
        // By bytes: to Swift, an end of a line may be a part of a character.
        var bytes = text.utf8[...]
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        var lines: [Substring] = []
        var start = bytes.startIndex
        var index = start
        while index < bytes.endIndex {
            let byte = bytes[index]
            guard byte == 10 || byte == 13 else {
                bytes.formIndex(after: &index)
                continue
            }
            lines.append(Substring(bytes[start..<index]))
            bytes.formIndex(after: &index)
            if byte == 13, index < bytes.endIndex, bytes[index] == 10 { bytes.formIndex(after: &index) }
            start = index
        }
        lines.append(Substring(bytes[start...]))
        self.lines = lines
    }

    mutating func read() throws(WebVTTError) -> [WebVTT.Cue] {
        try readHead()
        while place < lines.count {
            if lines[place].utf8.isEmpty { place += 1 } else { try readBlock() }
        }
        guard !cues.isEmpty else { throw .noCues }
        return cues
    }

    private mutating func readHead() throws(WebVTTError) {
        guard let first = lines.first, Self.isNamed("WEBVTT", first) else { throw .noSignature }
        // Programs write a few words about the file here.
        try skipBlock()
    }

    /// A note, a style or a region, which players need not know, or a text with its times.
    private mutating func readBlock() throws(WebVTTError) {
        let first = lines[place]
        if ["NOTE", "STYLE", "REGION"].contains(where: { Self.isNamed($0, first) }) {
            return try skipBlock()
        }
        if !Self.holdsArrow(first) {
            // What names a text stands over its times.
            guard place + 1 < lines.count, Self.holdsArrow(lines[place + 1]) else {
                throw .timesMissing(line: place + 1)
            }
            place += 1
        }
        try readCue()
    }

    private mutating func skipBlock() throws(WebVTTError) {
        while place < lines.count, !lines[place].utf8.isEmpty {
            if Self.holdsArrow(lines[place]) { throw .timesWithinText(line: place + 1) }
            place += 1
        }
    }

    private mutating func readCue() throws(WebVTTError) {
        let line = place + 1
        let words = lines[place].utf8.split(whereSeparator: Self.isBlank)
        guard words.count >= 3, words[1].elementsEqual(Self.arrow), let start = Self.time(words[0]),
            let end = Self.time(words[2])
        else { throw .timesUnreadable(line: line) }
        guard start < end else { throw .endsBeforeStart(line: line) }
        guard start >= cues.last?.start ?? 0 else { throw .outOfOrder(line: line) }
        let settings = words.dropFirst(3).map { String(Substring($0)) }
        guard settings.allSatisfy(Self.isSetting) else { throw .settingUnknown(line: line) }
        place += 1
        let from = place
        while place < lines.count, !lines[place].utf8.isEmpty {
            if Self.holdsArrow(lines[place]) { throw .timesWithinText(line: place + 1) }
            place += 1
        }
        let cue = WebVTT.Cue(
            start: start,
            end: end,
            settings: settings.joined(separator: " "),
            payload: lines[from..<place].joined(separator: "\n")
        )
        guard !cue.text.isEmpty else { throw .textMissing(line: line) }
        guard cues.count < WebVTT.mostCues else { throw .tooManyCues }
        cues.append(cue)
    }

    /// `01:02.003`, or `1:01:02.003` with as many hours as there are.
    private static func time(_ text: Substring.UTF8View) -> Int? {
        let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        let seconds = parts.last?.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) ?? []
        guard parts.count == 2 || parts.count == 3, seconds.count == 2,
            let second = number(seconds[0], digits: 2...2),
            let millisecond = number(seconds[1], digits: 3...3),
            let minute = number(parts[parts.count - 2], digits: 2...2), second < 60, minute < 60
        else { return nil }
        var hour = 0
        if parts.count == 3 {
            guard let hours = number(parts[0], digits: 1...4) else { return nil }
            hour = hours
        }
        return ((hour * 60 + minute) * 60 + second) * 1_000 + millisecond
    }

    private static func number(_ text: Substring.UTF8View, digits: ClosedRange<Int>) -> Int? {
        guard digits.contains(text.count), text.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return text.reduce(0) { $0 * 10 + Int($1) - 48 }
    }

    private static func isSetting(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= longestSetting, !parts[1].isEmpty else { return false }
        let isPlain = parts[1].allSatisfy { byte in
            (48...57).contains(byte) || (97...122).contains(byte) || [0x25, 0x2C, 0x2D, 0x2E].contains(byte)
        }
        return isPlain && settings.contains(String(Substring(parts[0])))
    }

    /// Whether a line is a word, or begins with it and a space.
    private static func isNamed(_ word: String, _ line: Substring) -> Bool {
        guard line.utf8.starts(with: word.utf8) else { return false }
        return line.utf8.dropFirst(word.utf8.count).first.map(isBlank) ?? true
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 }

    private static func holdsArrow(_ line: Substring) -> Bool {
        line.utf8.firstRange(of: arrow) != nil
    }
}
