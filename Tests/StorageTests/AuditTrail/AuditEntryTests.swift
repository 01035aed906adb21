import Base
@testable import Storage
import Testing
import TestSupport

/// What an entry's hash is made of, and how entries look to other programs.
@Suite("Audit entries")
struct AuditEntryTests {
    /// The bytes of entries as docs/operations.md describes them, hashed by Python's `hashlib`.
    @Test("the hash is that of the bytes which are written down")
    func hash() throws {
        let first = try entry(
            ["agent", "agt_1", "Zoë \"李\" =|\\\n", "2001:db8::1", "agent.signed_in", "agent", "agt_1", "{}"],
            at: Instant(milliseconds: 1_764_144_000_123),
            after: .start
        )
        let second = try entry(
            ["unknown", nil, "", nil, "agent.sign_in_failed", "agent", nil, #"{"a":"b"}"#],
            at: Instant(milliseconds: -1),
            after: first.head
        )

        #expect(
            first.head.description == "1:06d4de74a100fccec86ed6111c7bc1b7ccac08e9b879a2989e8c2eacc3b9ee65"
        )
        #expect(
            second.head.description == "2:cefddd6a36bb4dc65111ffa32a4c7af898efa87bd71569756f1ab45b1bfa27d7"
        )
    }

    @Test("texts cannot be moved from one field to the next")
    func lengths() throws {
        let texts: [[String?]] = [
            ["agent", "a", "bc", nil, "x", "y", nil, "{}"], ["agent", "ab", "c", nil, "x", "y", nil, "{}"],
            ["agent", "a", "bc", "", "x", "y", nil, "{}"], ["agent", "a", "bc", nil, "x", "y", "", "{}"],
            // The same letters to the eye and to Swift.
            ["agent", "a", "\u{E9}", nil, "x", "y", nil, "{}"],
            ["agent", "a", "e\u{301}", nil, "x", "y", nil, "{}"],
        ]
        let hashes = try texts.map {
            try entry($0, at: Instant(milliseconds: 0), after: .start).head.description
        }

        #expect(Set(hashes).count == texts.count)
    }

    @Test(
        "a head is read as it was written, and nothing else is",
        arguments: [
            ("7:\(String(repeating: "aB", count: 32))", true),
            ("0:\(String(repeating: "00", count: 32))", true),
            ("-1:\(String(repeating: "00", count: 32))", false), ("7", false), ("7:", false), ("", false),
            ("7:\(String(repeating: "0", count: 63))", false),
            ("7:\(String(repeating: "0g", count: 32))", false),
            ("7:\(String(repeating: "+1", count: 32))", false),
            ("7:\(String(repeating: "é", count: 32))", false),
            ("7:é\(String(repeating: "0", count: 62))", false),
            ("a:\(String(repeating: "00", count: 32))", false),
            ("7:\(String(repeating: "00", count: 32)):", false),
        ]
    )
    func heads(_ text: String, _ isHead: Bool) {
        #expect(AuditHead(text)?.description == (isHead ? text.lowercased() : nil))
    }

    @Test("a line of the Common Event Format cannot be broken by a name")
    func commonEventFormat() throws {
        let entry = try entry(
            [
                "agent", "agt_1", "a=b\\c|d\r\ne\u{2028}f\u{7}g", "2001:db8::1", "agent.signed_in", "agent",
                "agt_1", #"{"x":"="}"#,
            ],
            at: Instant(milliseconds: 5),
            after: .start
        )
        let zeros = String(repeating: "0", count: 64)

        #expect(
            CommonEventFormat.line(entry) == """
                CEF:0|Switchboard|switchboard|1|agent.signed_in|Agent signed in|3|externalId=1 rt=5 \
                act=agent.signed_in suid=agt_1 suser=a\\=b\\\\c|d\\r\\ne f g c6a2=2001:db8::1 \
                c6a2Label=Source IPv6 Address outcome=success cs1=agent cs1Label=actorKind cs2=agent \
                cs2Label=subjectKind cs3=agt_1 cs3Label=subjectId cs4={"x":"\\="} cs4Label=details cs5=\(zeros) \
                cs5Label=previousHash cs6=\(entry.hash.hexadecimal) cs6Label=hash
                """
        )
    }

    @Test("a code of another version is escaped where it stands in the header")
    func unknownCode() throws {
        let texts: [String?] = ["unknown", nil, "", "192.0.2.7", "a|b\\c\nd", "x", nil, "{}"]
        let line = CommonEventFormat.line(try entry(texts, at: Instant(milliseconds: 5), after: .start))

        #expect(
            line.hasPrefix(
                #"CEF:0|Switchboard|switchboard|1|a\|b\\c d|a\|b\\c d|3|externalId=1 rt=5 act=a|b\\c\nd src=192.0.2.7 "#
            )
        )
    }

    @Test("every code has a name of its own, in the form of the others")
    func codes() {
        for action in AuditAction.allCases {
            #expect(action.rawValue.wholeMatch(of: /[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*/) != nil)
        }
        #expect(Set(AuditAction.allCases.map(\.title)).count == AuditAction.allCases.count)
    }

    /// - `texts`: The eight texts in the order in which they are hashed.
    private func entry(_ texts: [String?], at time: Instant, after head: AuditHead) throws -> AuditEntry {
        let pending = PendingDeed(
            happenedAt: time,
            actorKind: try #require(texts[0]),
            actorID: texts[1],
            actorName: try #require(texts[2]),
            address: texts[3],
            action: try #require(texts[4]),
            subjectKind: try #require(texts[5]),
            subjectID: texts[6],
            details: try #require(texts[7])
        )
        return AuditEntry(pending, after: head)
    }
}
