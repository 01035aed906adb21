import Conversations
import People
import Realtime
import Storage
import Trust

extension Wiring {
    /// What agents see and do of an account only while its customer has proved who they are.
    var verificationRules: VerificationRules { VerificationRules(database, clock: clock) }

    var reveals: Reveals {
        Reveals(database, gate: gate, accountGuard: verificationRules, clock: clock)
    }

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
                staff.approvable,
                timeline.approvable,
                personalData.approvable,
                verificationRules.approvable,
            ],
            gate: gate,
            clock: clock,
            told: { [bus] in bus.publish(ApprovalBroadcaster.changed) }
        )
    }
}
