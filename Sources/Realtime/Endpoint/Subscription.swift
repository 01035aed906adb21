/// How far a connection has been told about one topic.
///
/// Pure: it decides, the connection writes.
struct Subscription: Sendable, Hashable {
    /// What to do with something that came.
    enum Verdict: Hashable {
        /// It is the next one.
        case deliver
        /// It was told before, or waits for the replay that is under way.
        case drop
        /// Something before it is missing: read it from the database.
        case replay
    }

    /// Which subscribing it came from: what was read for an earlier one is not for this one.
    let generation: Int
    /// What was told last.
    private(set) var seq: Int
    private(set) var noteSeq: Int
    /// Whether the present state, told once after the history, is still to be told.
    private(set) var owesState = true
    private(set) var isReplaying = false
    private var hasAdvanced = false
    /// Whether something without a number came during the replay: the state that it read may be older than that.
    private var hasMoved = false
    /// The highest numbers heard of while replaying, told or not.
    private var heardSeq = 0
    private var heardNoteSeq = 0

    init(afterSeq: Int, afterNoteSeq: Int, generation: Int = 0) {
        self.generation = generation
        self.seq = afterSeq
        self.noteSeq = afterNoteSeq
    }

    var head: Head { Head(seq: seq, noteSeq: noteSeq) }

    /// Whether it begins behind where the database stands: the client knows what is not there.
    func isAhead(of head: Head, showsNotes: Bool) -> Bool {
        seq > head.seq || showsNotes && noteSeq > head.noteSeq
    }

    /// Something numbered came from the bus.
    mutating func heard(_ position: RealtimeEvent.Position) -> Verdict {
        heard(upTo: position)
        let told = position.stream == .messages ? seq : noteSeq
        if position.number <= told || isReplaying { return .drop }
        guard position.number == told + 1 else { return .replay }
        advance(to: position)
        return .deliver
    }

    /// Something numbered came from the database.
    mutating func replayed(_ position: RealtimeEvent.Position) -> Verdict {
        let told = position.stream == .messages ? seq : noteSeq
        guard position.number > told else { return .drop }
        advance(to: position)
        return .deliver
    }

    /// The database was found to stand at `head`.
    mutating func heard(_ head: Head, showsNotes: Bool) -> Verdict {
        heard(upTo: .init(.messages, head.seq))
        if showsNotes { heard(upTo: .init(.notes, head.noteSeq)) }
        return isReplaying || !isBehind ? .drop : .replay
    }

    /// Something without a number came: typing, a status, a place in the queue.
    mutating func heardUnnumbered() {
        if isReplaying { hasMoved = true }
    }

    /// Whether the state that the replay read may be told: what came meanwhile must not be overtaken by what was before.
    var tellsState: Bool { owesState && !hasMoved }

    /// The present state was told.
    mutating func tellState() {
        owesState = false
    }

    mutating func beginReplay() {
        isReplaying = true
        hasAdvanced = false
        hasMoved = false
    }

    /// A part of the replay was told.
    ///
    /// - Parameter isComplete: Whether the database had no more.
    /// - Returns: Whether to read on.
    mutating func endReplay(isComplete: Bool) -> Bool {
        isReplaying = false
        if isComplete, !hasAdvanced {
            // What was heard of is not in the database: believing the bus again and again would never end.
            heardSeq = seq
            heardNoteSeq = noteSeq
        }
        return !isComplete || isBehind || (owesState && hasMoved)
    }

    private var isBehind: Bool { heardSeq > seq || heardNoteSeq > noteSeq }

    private mutating func heard(upTo position: RealtimeEvent.Position) {
        switch position.stream {
        case .messages: heardSeq = max(heardSeq, position.number)
        case .notes: heardNoteSeq = max(heardNoteSeq, position.number)
        }
    }

    private mutating func advance(to position: RealtimeEvent.Position) {
        hasAdvanced = true
        switch position.stream {
        case .messages: seq = position.number
        case .notes: noteSeq = position.number
        }
    }
}
