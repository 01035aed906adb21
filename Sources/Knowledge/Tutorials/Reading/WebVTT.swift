/// Captions or chapters: texts with the times at which they are shown.
///
/// Source: WebVTT, https://www.w3.org/TR/webvtt1/, its file syntax rather than its forgiving parser: an editor is told
/// what a player would pass over in silence.
struct WebVTT: Sendable, Hashable {
    static let mostBytes = 512 * 1024
    static let mostCues = 5_000

    /// A text and when it is shown, in milliseconds from the beginning.
    struct Cue: Sendable, Hashable {
        let start: Int
        let end: Int
        /// Where on the picture, as it was written; mostly empty.
        let settings: String
        /// As it was written, with tags.
        let payload: String

        /// Without tags, in one line.
        var text: String { CueText.plain(payload) }
    }

    /// 1...``mostCues``, none before the one ahead of it.
    let cues: [Cue]

    init(_ bytes: [UInt8]) throws(WebVTTError) {
        guard bytes.count <= Self.mostBytes else { throw .tooLarge }
        guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else { throw .notText }
        var reader = WebVTTReader(text)
        self.cues = try reader.read()
    }

    /// As it is kept and given out: what was understood, written anew.
    var file: String {
        let blocks = cues.map { cue in
            let settings = cue.settings.isEmpty ? "" : " \(cue.settings)"
            return "\(Self.time(cue.start)) --> \(Self.time(cue.end))\(settings)\n\(cue.payload)\n"
        }
        return (["WEBVTT\n"] + blocks).joined(separator: "\n")
    }

    private static func time(_ milliseconds: Int) -> String {
        func padded(_ number: Int, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let seconds = milliseconds / 1_000
        let clock =
            "\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2)).\(padded(milliseconds % 1_000, 3))"
        // Without hours where there are none: what is kept is hardly ever longer than what came.
        return seconds < 3_600 ? clock : "\(padded(seconds / 3_600, 2)):\(clock)"
    }
}

/// Why a file is not taken for WebVTT; lines are counted from 1.
package enum WebVTTError: Error, Hashable {
    case tooLarge
    case tooManyCues
    /// It is not UTF-8, or has a character that no text has.
    case notText
    /// Its first line is not `WEBVTT`.
    case noSignature
    /// It tells no time at all.
    case noCues
    case timesUnreadable(line: Int)
    case endsBeforeStart(line: Int)
    /// It begins before the one ahead of it.
    case outOfOrder(line: Int)
    case settingUnknown(line: Int)
    /// A text with no times over it.
    case timesMissing(line: Int)
    /// Times with no text under them.
    case textMissing(line: Int)
    /// `-->` within a text: most often an empty line is missing before.
    case timesWithinText(line: Int)

    /// What programs tell it from others by.
    var reason: String {
        switch self {
        case .tooLarge: "too_large"
        case .tooManyCues: "too_many_cues"
        case .notText: "not_text"
        case .noSignature: "no_signature"
        case .noCues: "no_cues"
        case .timesUnreadable: "times_unreadable"
        case .endsBeforeStart: "ends_before_start"
        case .outOfOrder: "out_of_order"
        case .settingUnknown: "setting_unknown"
        case .timesMissing: "times_missing"
        case .textMissing: "text_missing"
        case .timesWithinText: "times_within_text"
        }
    }

    /// What is wrong, for developers.
    var words: String {
        switch self {
        case .tooLarge: "It has more than \(WebVTT.mostBytes) bytes."
        case .tooManyCues: "It has more than \(WebVTT.mostCues) texts."
        case .notText: "It is no text in UTF-8."
        case .noSignature: "Line 1 is not WEBVTT."
        case .noCues: "It has no text with its times."
        case .timesUnreadable(let line): "Line \(line) is not like 00:01.000 --> 00:04.000."
        case .endsBeforeStart(let line): "Line \(line) ends before it begins."
        case .outOfOrder(let line): "Line \(line) begins before the one ahead of it."
        case .settingUnknown(let line): "Line \(line) has a setting that WebVTT does not know."
        case .timesMissing(let line): "Line \(line) has no times over it."
        case .textMissing(let line): "Line \(line) has no text under it."
        case .timesWithinText(let line):
            "Line \(line) has times within a text: an empty line is missing before."
        }
    }

    /// Where; nil for the whole file.
    var line: Int? {
        switch self {
        case .tooLarge, .tooManyCues, .notText, .noCues: nil
        case .noSignature: 1
        case .timesUnreadable(let line), .endsBeforeStart(let line), .outOfOrder(let line),
            .settingUnknown(let line), .timesMissing(let line), .textMissing(let line),
            .timesWithinText(let line):
            line
        }
    }
}
