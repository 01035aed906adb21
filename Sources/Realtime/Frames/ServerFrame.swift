import Base
import Foundation

/// The small frames that the endpoint itself answers with; messages come as they were published.
enum ServerFrame {
    static let pong = #"{"op":"pong"}"#

    static func ack(_ clientID: UUID, _ position: RealtimeEvent.Position) -> String {
        let name = position.stream == .messages ? "seq" : "note_seq"
        return
            #"{"op":"ack","client_id":"\#(clientID.uuidString.lowercased())","\#(name)":\#(position.number)}"#
    }

    static func head(_ topic: String, _ head: Head, showsNotes: Bool) -> String {
        let notes = showsNotes ? #","note_seq":\#(head.noteSeq)"# : ""
        return #"{"op":"head","conversation":\#(JSONText.quoted(topic)),"seq":\#(head.seq)\#(notes)}"#
    }

    /// - `clientID`: The message that was refused, if it was one.
    /// - `conversation`: The conversation that a subscription was refused for.
    static func error(_ problem: Problem, clientID: UUID? = nil, conversation: String? = nil) -> String {
        var frame =
            #"{"op":"error","code":\#(JSONText.quoted(problem.code)),"detail":\#(JSONText.quoted(problem.title))"#
        if let clientID { frame += #","client_id":"\#(clientID.uuidString.lowercased())""# }
        if let conversation { frame += #","conversation":\#(JSONText.quoted(conversation))"# }
        for (name, value) in problem.members.sorted(by: { $0.key < $1.key }) {
            frame += ",\(JSONText.quoted(name)):\(value)"
        }
        return frame + "}"
    }

    /// A frame with one more member, for the author of a message alone.
    static func adding(clientID: String, to frame: String) -> String {
        frame.dropLast() + #","client_id":\#(JSONText.quoted(clientID))}"#
    }
}
