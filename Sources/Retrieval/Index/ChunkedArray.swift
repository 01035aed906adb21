/// An array whose copies share what has not changed: changing an element copies the stretch that it stands in.
struct ChunkedArray<Element: Sendable>: Sendable {
    private var chunks: [[Element]] = []
    private(set) var count = 0

    var indices: Range<Int> { 0..<count }

    subscript(place: Int) -> Element {
        get { chunks[Chunk.number(of: place)][Chunk.place(of: place)] }
        _modify { yield &chunks[Chunk.number(of: place)][Chunk.place(of: place)] }
    }

    mutating func append(_ element: Element) {
        if Chunk.place(of: count) == 0 { chunks.append([]) }
        chunks[Chunk.number(of: count)].append(element)
        count += 1
    }
}

/// The stretches that long arrays are cut into.
enum Chunk {
    static let size = 256

    static func number(of place: Int) -> Int { place >> 8 }
    static func place(of place: Int) -> Int { place & (size - 1) }
}
