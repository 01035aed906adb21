import Storage

/// Reads an archive as `backup` writes it: tar, in GNU's format or POSIX's (`ustar`), in whichever pieces it comes.
///
/// Without I/O: the bytes go in, what is to be done comes out. Nothing comes out but plain files, each under the name that
/// one of a backup has, so that no archive leads out of the folder that it is unpacked into: there are no links, no devices,
/// and no other names.
struct BackupArchive: Sendable {
    enum Step: Sendable, Hashable {
        /// A file begins: its place in the folder.
        case file(String)
        /// More of its content.
        case content([UInt8])
    }

    /// What keeps an archive from being read.
    enum Flaw: Error, Sendable, Hashable, CustomStringConvertible {
        /// It ends before its end.
        case cutOff
        /// What should be a member's head is none.
        case noHead
        /// It holds what no backup does: a name, or a member that is no plain file.
        case foreign(String)

        var description: String {
            switch self {
            case .cutOff: "it is cut off"
            case .noHead: "it is no tar archive, or damaged"
            case .foreign(let name): "it holds \(name), which no backup does"
            }
        }
    }

    private enum State: Sendable {
        /// Where a member's head is to stand.
        case head
        /// Within a member's content: how many bytes are left of it, and of the block behind it.
        case content(left: Int, padding: Int)
        /// Behind the last member; what follows says nothing.
        case ended
    }

    private static let block = 512

    private var state = State.head
    /// Bytes of a head that is not whole yet.
    private var begun: [UInt8] = []

    /// Takes a piece.
    ///
    /// - Throws: ``Flaw``; after that nothing more is to be read.
    mutating func read(_ piece: [UInt8]) throws(Flaw) -> [Step] {
        var steps: [Step] = []
        var rest = piece[...]
        while !rest.isEmpty {
            switch state {
            case .ended: return steps
            case .head:
                let missing = Self.block - begun.count
                begun += rest.prefix(missing)
                rest = rest.dropFirst(missing)
                guard begun.count == Self.block else { break }
                if let name = try begin(begun) { steps.append(.file(name)) }
                begun = []
            case .content(let left, let padding):
                let content = rest.prefix(left)
                if !content.isEmpty { steps.append(.content(Array(content))) }
                rest = rest.dropFirst(content.count)
                let passed = content.count == left ? min(padding, rest.count) : 0
                rest = rest.dropFirst(passed)
                let isOver = content.count == left && passed == padding
                state = isOver ? .head : .content(left: left - content.count, padding: padding - passed)
            }
        }
        return steps
    }

    /// To be called when there are no more pieces.
    ///
    /// - Throws: ``Flaw/cutOff`` when there should have been.
    func finish() throws(Flaw) {
        guard case .ended = state else { throw .cutOff }
    }

    /// Begins a member.
    ///
    /// - Returns: Its place; nil for a folder, which comes with its files, and at the end.
    private mutating func begin(_ bytes: [UInt8]) throws(Flaw) -> String? {
        guard bytes.contains(where: { $0 != 0 }) else {
            state = .ended
            return nil
        }
        guard let head = TarHead(bytes) else { throw .noHead }
        switch head.kind {
        case .file:
            guard let place = Self.place(head.name) else { throw .foreign(head.shownName) }
            let padding = (Self.block - head.size % Self.block) % Self.block
            state = head.size == 0 ? .head : .content(left: head.size, padding: padding)
            return place
        case .folder where head.size == 0: return nil
        case .folder, .other: throw .foreign(head.shownName)
        }
    }

    /// Where a file of a backup belongs: the copy of the database, or a file by its digest; nil for every other name.
    private static func place(_ name: [UInt8]) -> String? {
        let name = name.starts(with: "./".utf8) ? name.dropFirst(2) : name[...]
        for engine in Engine.allCases where name.elementsEqual(BackupContents.database(engine).utf8) {
            return BackupContents.database(engine)
        }
        let folder = "blobs/".utf8
        guard name.starts(with: folder), StoredFiles.isName(name.dropFirst(folder.count)) else { return nil }
        return String(decoding: name, as: UTF8.self)
    }
}
