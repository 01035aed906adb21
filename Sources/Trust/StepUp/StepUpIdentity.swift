/// Who a customer is, as far as a step-up holds for them.
package struct StepUpIdentity: Sendable, Hashable {
    /// How the exchange knows and reaches them, as ``StepUpCode`` hashes it.
    let hash: [UInt8]
    /// How well the exchange has verified them, such as `L2`; nil where it does not say.
    let level: String?

    /// Whether what holds for this one holds for whoever the customer is by now: the same, verified no less well.
    func holds(for now: StepUpIdentity?) -> Bool {
        guard let now, now.hash == hash else { return false }
        return Self.isEnough(now.level, for: level)
    }

    /// Whether a level is no lower than another: the same, or of the same name with a number that is not smaller, as `L3` is
    /// than `L2`.
    ///
    /// Which of two other words is more, the exchange alone knows: then it may be lower.
    static func isEnough(_ level: String?, for former: String?) -> Bool {
        guard let former, former != level else { return true }
        guard let level else { return false }
        let (now, before) = (parts(level), parts(former))
        guard now.name == before.name, let reached = now.number, let needed = before.number else {
            return false
        }
        return reached >= needed
    }

    private static func parts(_ level: String) -> (name: Substring, number: Int?) {
        let digits = level.reversed().prefix { ("0"..."9").contains($0) }.count
        return (level.dropLast(digits), Int(level.suffix(digits)))
    }
}
