import Base

/// Entries as lines of ArcSight's Common Event Format, version 0, which SIEMs read.
///
/// "Implementing ArcSight Common Event Format (CEF)", version 25: in the header `|` and `\` are escaped, in the
/// extension `=` and `\`, and line breaks become `\n` or `\r`. Other control characters and the line separators of
/// Unicode become spaces: a name must not begin a line of its own in anybody's log.
package enum CommonEventFormat {
    /// One line, without its line feed.
    package static func line(_ entry: AuditEntry) -> String {
        let action = AuditAction(rawValue: entry.action)
        let header = [
            "CEF:0", "Switchboard", "switchboard", "1", escaped(header: entry.action),
            escaped(header: action?.title ?? entry.action), String(action?.severity ?? 3),
        ]
        let fields = fields(of: entry).compactMap { key, value in value.map { "\(key)=\(escaped(value: $0))" }
        }
        return header.joined(separator: "|") + "|" + fields.joined(separator: " ")
    }

    /// The extension's fields in their order; those without a value are left out.
    private static func fields(of entry: AuditEntry) -> [(String, String?)] {
        let isVersion6 = entry.address?.contains(":") ?? false
        return [
            ("externalId", String(entry.seq)), ("rt", String(entry.happenedAt.milliseconds)),
            ("act", entry.action), ("suid", entry.actorID),
            ("suser", entry.actorName.isEmpty ? nil : entry.actorName),
            // `src` holds an address of version 4 only.
            ("src", isVersion6 ? nil : entry.address), ("c6a2", isVersion6 ? entry.address : nil),
            ("c6a2Label", isVersion6 ? "Source IPv6 Address" : nil),
            ("outcome", entry.action == AuditAction.agentSignInFailed.rawValue ? "failure" : "success"),
            ("cs1", entry.actorKind), ("cs1Label", "actorKind"), ("cs2", entry.subjectKind),
            ("cs2Label", "subjectKind"), ("cs3", entry.subjectID),
            ("cs3Label", entry.subjectID == nil ? nil : "subjectId"), ("cs4", entry.details),
            ("cs4Label", "details"), ("cs5", entry.previousHash.hexadecimal), ("cs5Label", "previousHash"),
            ("cs6", entry.hash.hexadecimal), ("cs6Label", "hash"),
        ]
    }

    private static func escaped(header text: String) -> String {
        escaped(text, marks: ["\\", "|"], lineFeed: " ", carriageReturn: " ")
    }

    private static func escaped(value text: String) -> String {
        escaped(text, marks: ["\\", "="], lineFeed: "\\n", carriageReturn: "\\r")
    }

    private static func escaped(
        _ text: String,
        marks: Set<Unicode.Scalar>,
        lineFeed: String,
        carriageReturn: String
    ) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": escaped += lineFeed.unicodeScalars
            case "\r": escaped += carriageReturn.unicodeScalars
            case _ where marks.contains(scalar): escaped += ["\\", scalar]
            case "\u{2028}", "\u{2029}": escaped.append(" ")
            case _ where scalar.properties.generalCategory == .control: escaped.append(" ")
            default: escaped.append(scalar)
            }
        }
        return String(escaped)
    }
}
