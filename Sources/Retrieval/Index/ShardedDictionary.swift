/// A dictionary whose copies share what has not changed: changing a value copies one of 512 parts.
struct ShardedDictionary<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private var shards = [[Key: Value]](repeating: [:], count: 512)
    private(set) var count = 0

    subscript(key: Key) -> Value? { shards[shard(of: key)][key] }

    /// Puts a value in the place of the former one.
    mutating func set(_ key: Key, _ value: Value) {
        if shards[shard(of: key)].updateValue(value, forKey: key) == nil { count += 1 }
    }

    /// - Returns: What was there.
    mutating func remove(_ key: Key) -> Value? {
        let removed = shards[shard(of: key)].removeValue(forKey: key)
        if removed != nil { count -= 1 }
        return removed
    }

    /// Changes a value in its place, `fallback` where there is none.
    mutating func change(_ key: Key, default fallback: Value, _ body: (inout Value) -> Void) {
        let shard = shard(of: key)
        if shards[shard][key] == nil { count += 1 }
        body(&shards[shard][key, default: fallback])
    }

    private func shard(of key: Key) -> Int {
        // The low bits choose the place within a part: of other keys of the same part they must differ.
        Int(truncatingIfNeeded: UInt(bitPattern: key.hashValue) >> 48) & (shards.count - 1)
    }
}
