@testable import Base
import Foundation
import HTTPTypes
import NIOHTTP1
@testable import Realtime

let realtimeTargets = [frames, values, handshakes]

/// Frames of a client, and of another node; what is answered to the one and handed on of the other.
private let frames = FuzzTarget(
    "frames",
    bytes: { bytes in
        let text = String(decoding: bytes, as: UTF8.self)
        let quoted = JSONText.quoted(text)
        let back = try JSONDecoder().decode(String.self, from: Data(quoted.utf8))
        require(isSame(back, text), "a quoted text is read otherwise")
        // What is no envelope is no event.
        if let envelope = try? WireJSON.decode(RedisEventBus.Envelope.self, from: Data(bytes)) {
            let again = try WireJSON.decode(RedisEventBus.Envelope.self, from: try WireJSON.encode(envelope))
            require(again.event == envelope.event, "an event is handed on otherwise")
        }
        check(try ClientFrame(json: bytes))
    }
)

private func check(_ frame: ClientFrame) {
    switch frame {
    case .subscribe(let topic, let seq, let noteSeq):
        require(seq >= 0 && noteSeq >= 0, "a place before the first")
        check(topic)
    case .unsubscribe(let topic), .typing(let topic, _): check(topic)
    case .read(let topic, let seq):
        require(seq >= 0, "a place before the first")
        check(topic)
    case .view(let topic, _): topic.map(check)
    case .send(let message):
        check(message.conversation)
        require(message.attachments.count <= 10 && message.quickReplies.count <= 10, "too many")
        require((message.action?.count ?? 0) <= 80, "an action too long")
        require(["text", "note", "whisper"].contains(message.kind), "a kind that there is not")
        require((message.expectedSeq ?? 0) >= 0, "a place before the first")
    case .subscribeFeed, .ping: break
    }
}

/// A topic is quoted back at whoever named it.
private func check(_ topic: String) {
    require((1...64).contains(topic.utf8.count), "a topic of \(topic.utf8.count) bytes")
    let answers = [
        ServerFrame.error(Problem(404, "not_found", "There is nothing here."), conversation: topic),
        ServerFrame.head(topic, Head(seq: 1, noteSeq: 2), showsNotes: true),
    ]
    for answer in answers {
        // No frame of ours may be anything but JSON.
        guard let members = try? JSONDecoder().decode([String: JSONValue].self, from: Data(answer.utf8))
        else {
            fail("an answer that is no JSON: \(answer)")
        }
        require(members["conversation"]?.text.map { isSame($0, topic) } ?? false, "another topic: \(answer)")
    }
}

/// Any JSON, as bodies, tokens and documents of others hold it.
private let values = FuzzTarget(
    "json",
    bytes: { bytes in
        let value = try JSONDecoder().decode(JSONValue.self, from: Data(bytes))
        let again = try JSONDecoder().decode(JSONValue.self, from: try WireJSON.encode(value))
        require(again == value, "JSON is read otherwise again")
    }
)

/// The head of a request that wishes to become a connection: the address on the first line, a field on each other one.
private let handshakes = FuzzTarget(
    "handshakes",
    text: { text in
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        var head = HTTPRequestHead(version: .http1_1, method: .GET, uri: lines[0])
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
            // No decoder lets a name of other signs through, and to NIO some are alike: a hyphen and a CR.
            let isNamed = parts.count == 2 && HTTPField.Name(parts[0]) != nil
            if isNamed { head.headers.add(name: parts[0], value: parts[1]) }
        }
        let names = head.headers.map { $0.name.lowercased() }
        if UpgradeGate.isWebSocket(head) {
            require(UpgradeGate.endsParsing(head), "a connection behind which requests are read")
            require(names.count { $0 == "upgrade" } == 1, "two wishes")
            let isBodied = names.contains("content-length") || names.contains("transfer-encoding")
            require(!isBodied, "a connection that begins with a body")
        }
        let plain = UpgradeGate.withoutUpgrade(head)
        require(!UpgradeGate.endsParsing(plain), "a request behind which nothing is read")
        require(!UpgradeGate.isWebSocket(plain), "a wish that is still there")
        let refused = RealtimeChannel.refusedUpgrade.rawName.lowercased()
        let kept = plain.headers.filter { $0.name.lowercased() != refused }
        let others = head.headers.filter { !["upgrade", refused].contains($0.name.lowercased()) }
        require(kept.elementsEqual(others) { $0 == $1 }, "another field is gone")
        let told = plain.headers[refused]
        require(told == Array(head.headers["Upgrade"].prefix(1)), "another wish is told: \(told)")
    }
)
