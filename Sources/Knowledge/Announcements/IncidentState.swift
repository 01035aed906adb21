import Storage

/// How far an incident has come, as those outside are told.
package enum IncidentState: String, Sendable, Hashable, CaseIterable, Codable, SQLConvertible {
    case investigating, identified, monitoring, resolved
}

/// How far an announcement has come; readers see what is published.
package enum AnnouncementStage: String, Sendable, Hashable, CaseIterable, Codable, SQLConvertible {
    case draft
    /// It is published by itself at its time, exactly as it is.
    case scheduled
    case published
    /// Readers see nothing of it any more.
    case withdrawn

    /// What somebody wants of it.
    package enum Event: String, Sendable, Hashable, CaseIterable {
        case edit, publish, schedule, withdraw
        /// An entry of how it goes on.
        case update
        /// Off its time, to be worked on.
        case unschedule
        /// Its time has come.
        case fallDue
    }

    /// The stage after an event.
    ///
    /// - Throws: ``AnnouncementError/notAllowed(_:in:)``.
    package func after(_ event: Event) throws(AnnouncementError) -> AnnouncementStage {
        switch (self, event) {
        case (.draft, .edit), (.withdrawn, .edit), (.scheduled, .unschedule): return .draft
        // A word that is put right is seen at once.
        case (.published, .edit), (.published, .update): return .published
        case (.draft, .publish), (.scheduled, .publish), (.scheduled, .fallDue), (.withdrawn, .publish):
            return .published
        case (.draft, .schedule), (.scheduled, .schedule), (.withdrawn, .schedule): return .scheduled
        case (.draft, .withdraw), (.scheduled, .withdraw), (.published, .withdraw): return .withdrawn
        // Every other pair is refused, each spelled out: a new stage must not compile until it is thought through.
        case (.draft, .update), (.draft, .unschedule), (.draft, .fallDue), (.scheduled, .edit),
            (.scheduled, .update), (.published, .publish), (.published, .schedule), (.published, .unschedule),
            (.published, .fallDue), (.withdrawn, .update), (.withdrawn, .unschedule), (.withdrawn, .fallDue),
            (.withdrawn, .withdraw):
            throw .notAllowed(event, in: self)
        }
    }
}
