package import Base
package import People
import Storage

/// A change of the register as a whole, as a second person reads it.
package struct OfficialChannelChange: Sendable, Codable {
    /// nil for a new one.
    package var id: ID<OfficialChannel>?
    /// As it is stored; nil takes the channel away.
    package var draft: OfficialChannel.Draft?

    package init(id: ID<OfficialChannel>?, draft: OfficialChannel.Draft?) {
        self.id = id
        self.draft = draft
    }
}

// What changes the register inside a transaction: at once, or when a second person agrees.
extension OfficialChannels {
    /// Changing what customers are told is official.
    package static let changing = "official_channels.change"

    package var approvable: ApprovableAction {
        ApprovableAction(
            Self.changing,
            needs: .officialChannelsManage,
            standsOn: { (change: OfficialChannelChange, db) in
                guard let id = change.id else { return "" }
                guard let channel = try OfficialChannelSQL(db: db).held(id) else {
                    throw OfficialChannelError.notFound(id)
                }
                return String(decoding: try WireJSON.encode(channel.draft), as: UTF8.self)
            },
            carryOut: { change, deed in
                let sql = OfficialChannelSQL(db: deed.db)
                switch (change.id, change.draft) {
                case (nil, let draft?):
                    let channel = OfficialChannel(id: ID(at: deed.now), draft: draft)
                    try Self.insert(channel, by: deed.requester, as: deed.actor, at: deed.now, sql)
                case (let id?, let draft?):
                    let channel = OfficialChannel(id: id, draft: draft)
                    try Self.update(channel, by: deed.requester, as: deed.actor, at: deed.now, sql)
                case (let id?, nil): try Self.delete(id, as: deed.actor, at: deed.now, sql)
                case (nil, nil): return
                }
                tellAfterCommit(in: deed.db)
            }
        )
    }

    static func insert(
        _ channel: OfficialChannel,
        by agent: Agent,
        as actor: AuditActor,
        at now: Instant,
        _ sql: OfficialChannelSQL
    ) throws {
        guard try sql.count() < OfficialChannel.most else {
            throw OfficialChannelError.tooMany(limit: OfficialChannel.most)
        }
        try sql.insert(channel, by: agent.id, at: now)
        try record("registered", channel.id, by: actor, at: now, in: sql.db)
    }

    static func update(
        _ channel: OfficialChannel,
        by agent: Agent,
        as actor: AuditActor,
        at now: Instant,
        _ sql: OfficialChannelSQL
    ) throws {
        guard try sql.update(channel, by: agent.id, at: now) else {
            throw OfficialChannelError.notFound(channel.id)
        }
        try record("changed", channel.id, by: actor, at: now, in: sql.db)
    }

    static func delete(
        _ id: ID<OfficialChannel>,
        as actor: AuditActor,
        at now: Instant,
        _ sql: OfficialChannelSQL
    ) throws {
        guard try sql.delete(id) else { throw OfficialChannelError.notFound(id) }
        try record("deleted", id, by: actor, at: now, in: sql.db)
    }
}
