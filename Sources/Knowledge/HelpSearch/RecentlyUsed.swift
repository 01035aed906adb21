/// As many values as there may be, by key: of more, the one goes that nobody asked for the longest.
struct RecentlyUsed<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Kept: Sendable {
        var value: Value
        var usedAt: Int
    }

    private let capacity: Int
    private var kept: [Key: Kept] = [:]
    /// Grows with every use.
    private var now = 0

    init(capacity: Int) {
        self.capacity = capacity
    }

    /// All, without being used.
    var all: [(key: Key, value: Value)] { kept.map { ($0.key, $0.value.value) } }

    /// - Complexity: O(1).
    mutating func use(_ key: Key) -> Value? {
        now += 1
        kept[key]?.usedAt = now
        return kept[key]?.value
    }

    /// - Complexity: the number of values.
    mutating func keep(_ value: Value, _ key: Key) {
        now += 1
        if kept[key] == nil, kept.count >= capacity,
            let oldest = kept.min(by: { $0.value.usedAt < $1.value.usedAt })
        {
            kept[oldest.key] = nil
        }
        kept[key] = Kept(value: value, usedAt: now)
    }
}
