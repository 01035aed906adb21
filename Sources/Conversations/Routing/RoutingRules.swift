package import People

/// How conversations are given to agents, the same for all queues.
package struct RoutingRules: Sendable {
    /// How much of an agent one of a kind takes, in hundredths of a chat.
    package var weights: [WorkKind: Int] = [.chat: 100, .ticket: 50, .call: 300]
    /// How long there may be no sign of life from an agent before they are taken for gone.
    package var absentAfter = Duration.seconds(60)
    /// How long an agent who is gone keeps a conversation that they had answered and whose customer waits.
    package var keptFor = Duration.seconds(600)
    /// How long after a conversation ended its customer comes back to the same agent.
    package var returnsWithin = Duration.seconds(24 * 3600)
    /// How long whoever gave a conversation back does not get it again.
    package var avoidedFor = Duration.seconds(30)

    package init() {}

    /// In hundredths of a chat.
    func weight(of kind: WorkKind) -> Int { weights[kind] ?? 100 }
}
