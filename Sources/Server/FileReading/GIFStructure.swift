import Foundation

/// The blocks of a GIF (https://www.w3.org/Graphics/GIF/spec-gif89a.txt).
enum GIFStructure {
    /// Whether it goes on to its trailer: libvips shows what came of a film and is silent about the rest.
    static func isComplete(_ content: Data) -> Bool {
        let bytes = [UInt8](content)
        guard bytes.count > 13 else { return false }
        var position = 13 + colourTable(bytes[10])
        while position < bytes.count {
            switch bytes[position] {
            case 0x3B: return true
            case 0x21: position += 2
            case 0x2C:
                guard position + 9 < bytes.count else { return false }
                // The picture's description, its colours, and how many bits a code has.
                position += 10 + colourTable(bytes[position + 9]) + 1
            default: return false
            }
            // Pieces, each after its length, to an empty one.
            while position < bytes.count, bytes[position] > 0 { position += Int(bytes[position]) + 1 }
            position += 1
        }
        return false
    }

    private static func colourTable(_ flags: UInt8) -> Int {
        flags & 0x80 == 0 ? 0 : 3 << (Int(flags & 7) + 1)
    }
}
