/// Goes along the boxes of an MP4 file as it comes, past its pictures and sounds, and keeps its tables (`moov`), which
/// stand before them or behind.
///
/// Source: ISO/IEC 14496-12, §4.2: a box is its size in four bytes, its type in four, and what is in it; a size of 1
/// stands for eight bytes behind the type, one of 0 for the rest of the file.
struct MP4Walk: Sendable {
    /// Two hours have some 10 MB of tables.
    static let mostTables = 24 * 1_048_576

    private enum State: Sendable {
        /// Between boxes, or within a box's size and type.
        case head([UInt8])
        /// Within a box that is passed over; nil for to the end of the file.
        case passing(Int?)
        /// Within the tables, of which so many bytes are to come.
        case tables(Int)
    }

    private var state = State.head([])
    private var tables: [UInt8] = []
    private var hasTables = false

    mutating func read(_ bytes: [UInt8]) throws(VideoFlaw) {
        var place = 0
        while place < bytes.count {
            switch state {
            case .passing(nil): return
            case .passing(let left?):
                let taken = min(left, bytes.count - place)
                place += taken
                state = taken == left ? .head([]) : .passing(left - taken)
            case .tables(let left):
                let taken = min(left, bytes.count - place)
                tables += bytes[place..<place + taken]
                place += taken
                if taken == left { hasTables = true }
                state = taken == left ? .head([]) : .tables(left - taken)
            case .head(var head):
                head.append(bytes[place])
                place += 1
                state = try next(head)
            }
        }
    }

    private func next(_ head: [UInt8]) throws(VideoFlaw) -> State {
        guard head.count >= 8 else { return .head(head) }
        let size = MP4Movie.number(head[..<4])
        let isTables = head[4..<8].elementsEqual("moov".utf8)
        switch size {
        case 0:
            if isTables { throw .unreadable }
            return .passing(nil)
        case 1:
            guard head.count == 16 else { return .head(head) }
            // The largest disk has fewer.
            let whole = MP4Movie.number(head[8..<16])
            guard head[8] == 0, whole >= 16 else { throw .unreadable }
            return try begin(isTables, whole - 16)
        default:
            guard size >= 8 else { throw .unreadable }
            return try begin(isTables, size - 8)
        }
    }

    private func begin(_ isTables: Bool, _ size: Int) throws(VideoFlaw) -> State {
        guard isTables else { return size == 0 ? .head([]) : .passing(size) }
        guard !hasTables, size > 0 else { throw .unreadable }
        guard size <= Self.mostTables else { throw .tablesTooLarge }
        return .tables(size)
    }

    /// What is in the tables.
    func movie() throws(VideoFlaw) -> [UInt8] {
        switch state {
        case .head([]), .passing(nil): break
        case .head, .passing, .tables: throw .truncated
        }
        guard hasTables else { throw .truncated }
        return tables
    }
}
