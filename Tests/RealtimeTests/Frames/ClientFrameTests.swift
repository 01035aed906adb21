import Foundation
@testable import Realtime
import Testing

@Suite struct ClientFrameTests {
    private func frame(_ json: String) throws -> ClientFrame { try ClientFrame(json: json.utf8) }

    @Test func everyOperationIsRead() throws {
        let id = UUID()
        #expect(
            try frame(#"{"op":"subscribe","conversation":"cnv_1","after_seq":3,"unknown":{}}"#)
                == .subscribe(topic: "cnv_1", afterSeq: 3, afterNoteSeq: 0)
        )
        #expect(try frame(#"{"op":"subscribe","inbox":true}"#) == .subscribeFeed(.inbox))
        #expect(try frame(#"{"op":"subscribe","board":true}"#) == .subscribeFeed(.board))
        #expect(try frame(#"{"op":"typing","conversation":"c"}"#) == .typing(topic: "c", isNote: false))
        #expect(try frame(#"{"op":"read","conversation":"c","seq":9}"#) == .read(topic: "c", seq: 9))
        #expect(try frame(#"{"op":"ping"}"#) == .ping)
        #expect(try frame(#"{"op":"view","conversation":"c"}"#) == .view(topic: "c", isSilent: false))
        #expect(try frame(#"{"op":"view","silent":true}"#) == .view(topic: nil, isSilent: true))
        let send = try frame(
            #"{"op":"send","conversation":"c","client_id":"\#(id)","body":"hi","kind":"note"}"#
        )
        guard case .send(let message) = send else {
            Issue.record("not a send")
            return
        }
        #expect(message.clientID == id)
        #expect(message.kind == "note")
    }

    @Test(arguments: [
        "", "[]", "null", "{", #"{"op":1}"#, "\u{FEFF}", #"{"op":"send"#,
        String(repeating: "[", count: 60_000),
    ])
    func whatIsNoFrameIsRefused(_ text: String) {
        #expect(throws: ClientFrame.Failure.self) { try frame(text) }
    }

    @Test func wrongMembersAreNamed() {
        #expect(throws: ClientFrame.Failure.invalid("conversation")) { try frame(#"{"op":"subscribe"}"#) }
        #expect(throws: ClientFrame.Failure.invalid("after_seq")) {
            try frame(#"{"op":"subscribe","conversation":"c","after_seq":-1}"#)
        }
        #expect(throws: ClientFrame.Failure.invalid("client_id")) {
            try frame(#"{"op":"send","conversation":"c","client_id":"x","body":"b"}"#)
        }
        #expect(throws: ClientFrame.Failure.unknownOperation) { try frame(#"{"op":"shutdown"}"#) }
        #expect(throws: ClientFrame.Failure.notAnObject) { try ClientFrame(json: [0xFF, 0xFE, 0x00]) }
    }
}
