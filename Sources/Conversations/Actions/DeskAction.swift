package import Base
import Foundation
package import People

/// One thing that can be done with a conversation, alone, to many at once, or as a part of a macro.
///
/// As JSON an object with `type` and what that type takes, such as `{"type": "tag", "tags": ["vip"]}`.
package enum DeskAction: Sendable, Hashable {
    /// To whoever does it.
    case take
    case assign(ID<Agent>)
    case team(ID<Team>)
    case queue(ID<Queue>)
    case giveBack
    case resolve, close, reopen
    /// Until a moment; nil until the customer writes.
    case snooze(until: Instant?)
    /// For so long from the moment it is done: what a macro says.
    case snoozeFor(seconds: Int)
    case wake
    case tag([Tag]), untag([Tag])
    /// nil takes the value away.
    case field(String, String?)
    case note(String)
    case follow(Bool)
}

extension DeskAction: Codable {
    private struct Coded: Decodable {
        let type: String
    }

    /// Its `type` in JSON: what it is, without what it holds.
    var code: String {
        get throws { try WireJSON.decode(Coded.self, from: WireJSON.encode(self)).type }
    }

    private enum Kind: String, Codable {
        case take, assign, team, queue
        case giveBack = "give_back"
        case resolve, close, reopen, snooze, wake, tag, untag, field, note, follow, unfollow
    }

    private enum CodingKeys: CodingKey {
        case type, agent, team, queue, until, seconds, tags, key, value, body
    }

    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        try Self.check(members)
        switch try members.decode(Kind.self, forKey: .type) {
        case .take: self = .take
        case .assign: self = .assign(try members.decode(ID<Agent>.self, forKey: .agent))
        case .team: self = .team(try members.decode(ID<Team>.self, forKey: .team))
        case .queue: self = .queue(try members.decode(ID<Queue>.self, forKey: .queue))
        case .giveBack: self = .giveBack
        case .resolve: self = .resolve
        case .close: self = .close
        case .reopen: self = .reopen
        case .snooze:
            if let seconds = try members.decodeIfPresent(Int.self, forKey: .seconds) {
                self = .snoozeFor(seconds: seconds)
            } else {
                self = .snooze(until: try members.decodeIfPresent(Instant.self, forKey: .until))
            }
        case .wake: self = .wake
        case .tag: self = .tag(try members.decode([Tag].self, forKey: .tags))
        case .untag: self = .untag(try members.decode([Tag].self, forKey: .tags))
        case .field:
            self = .field(
                try members.decode(String.self, forKey: .key),
                try members.decodeIfPresent(String.self, forKey: .value)
            )
        case .note: self = .note(try members.decode(String.self, forKey: .body))
        case .follow: self = .follow(true)
        case .unfollow: self = .follow(false)
        }
    }

    /// Refuses a member of the wrong kind even where the action has no use for it: whoever sent it meant something else.
    private static func check(_ members: KeyedDecodingContainer<CodingKeys>) throws {
        _ = try members.decodeIfPresent(ID<Agent>.self, forKey: .agent)
        _ = try members.decodeIfPresent(ID<Team>.self, forKey: .team)
        _ = try members.decodeIfPresent(ID<Queue>.self, forKey: .queue)
        _ = try members.decodeIfPresent(Instant.self, forKey: .until)
        _ = try members.decodeIfPresent(Int.self, forKey: .seconds)
        _ = try members.decodeIfPresent([Tag].self, forKey: .tags)
        _ = try members.decodeIfPresent(String.self, forKey: .key)
        _ = try members.decodeIfPresent(String.self, forKey: .value)
        _ = try members.decodeIfPresent(String.self, forKey: .body)
    }

    package func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        func put(_ kind: Kind) throws { try members.encode(kind, forKey: .type) }
        switch self {
        case .take: try put(.take)
        case .assign(let agent):
            try put(.assign)
            try members.encode(agent, forKey: .agent)
        case .team(let team):
            try put(.team)
            try members.encode(team, forKey: .team)
        case .queue(let queue):
            try put(.queue)
            try members.encode(queue, forKey: .queue)
        case .giveBack: try put(.giveBack)
        case .resolve: try put(.resolve)
        case .close: try put(.close)
        case .reopen: try put(.reopen)
        case .snooze(let until):
            try put(.snooze)
            try members.encodeIfPresent(until, forKey: .until)
        case .snoozeFor(let seconds):
            try put(.snooze)
            try members.encode(seconds, forKey: .seconds)
        case .wake: try put(.wake)
        case .tag(let tags):
            try put(.tag)
            try members.encode(tags, forKey: .tags)
        case .untag(let tags):
            try put(.untag)
            try members.encode(tags, forKey: .tags)
        case .field(let key, let value):
            try put(.field)
            try members.encode(key, forKey: .key)
            try members.encodeIfPresent(value, forKey: .value)
        case .note(let body):
            try put(.note)
            try members.encode(body, forKey: .body)
        case .follow(let isFollowing): try put(isFollowing ? .follow : .unfollow)
        }
    }
}
