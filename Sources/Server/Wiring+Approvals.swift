import Conversations
import People
import Realtime
import Storage
import Trust

extension Wiring {
    var reveals: Reveals { Reveals(database, gate: gate, clock: clock) }

    /// What an admin can mark as needing a second person, a line a door, and who asked for what of it.
    var approvals: Approvals {
        Approvals(
            database,
            actions: [
                reveals.approvable,
                officialChannels.approvable,
                phishingReports.approvable,
                signInPolicies.approvable,
                secondFactors.approvable,
                timeline.approvable,
                personalData.approvable,
            ],
            gate: gate,
            clock: clock,
            told: { [bus] in bus.publish(ApprovalBroadcaster.changed) }
        )
    }
}
