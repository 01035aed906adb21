import Base
package import Storage

/// What of conversations may be kept for a while only.
extension Timeline {
    package var retention: [RetentionRule] {
        [
            // Told from when they were resolved: what is said in them goes, their numbers and times stay.
            RetentionRule("conversations") { db, moment, limit in
                let ids = try ConversationErasureSQL(db: db).closed(before: moment, limit: limit)
                for id in ids { _ = try erase(id, in: db) }
                return ids.count
            },
            // Of closed conversations, from when they were sent.
            RetentionRule("files") { db, moment, limit in
                let files = try AttachmentSQL(db: db).deleteSent(before: moment, limit: limit)
                try jobs.remove(files, in: db)
                return files.count
            },
            // With which browser, from which page.
            RetentionRule("visits") { db, moment, limit in
                try VisitSQL(db: db).delete(before: moment, limit: limit)
            },
        ]
    }
}
