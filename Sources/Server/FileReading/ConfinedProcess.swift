import CConfinement
import Foundation
import SystemPackage

/// A program that runs once: it gets some bytes, answers with some, and has nothing else of this process.
///
/// What goes there and back is in memory alone (memfd).
struct ConfinedProcess: Sendable {
    let ending: confined_ending
    /// As the ending says.
    let status: Int32
    let answer: [UInt8]

    /// Runs a program until it ends, and blocks as long.
    ///
    /// - Parameters:
    ///   - program: Its path.
    ///   - arguments: Without its name.
    ///   - content: Its standard input.
    ///   - longest: How long it may take, by the clock on the wall.
    /// - Throws: Errors of the system, where there is no memory for what goes there and back.
    init(_ program: String, _ arguments: [String], on content: [UInt8], longest: Duration) throws {
        let input = FileDescriptor(rawValue: memory_file())
        defer { try? input.close() }  // It is memory: nothing is lost when it cannot be closed.
        let output = FileDescriptor(rawValue: memory_file())
        defer { try? output.close() }  // As above.
        try input.writeAll(content)
        try input.seek(offset: 0, from: .start)
        var status: Int32 = 0
        let ending = unsafe Self.withArguments([program] + arguments) { arguments in
            unsafe confined_run(
                program,
                arguments,
                input.rawValue,
                output.rawValue,
                Int32(longest.components.seconds * 1000),
                &status
            )
        }
        let length = try output.seek(offset: 0, from: .end)
        answer = try unsafe [UInt8](unsafeUninitializedCapacity: Int(length)) { buffer, count in
            let bytes = UnsafeMutableRawBufferPointer(buffer)
            while count < bytes.count {
                let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[count...])
                let read = try unsafe output.read(fromAbsoluteOffset: Int64(count), into: rest)
                guard read > 0 else { break }
                count += read
            }
        }
        self.ending = confined_ending(UInt32(ending))
        self.status = status
    }

    /// Lends texts to C, as it wants the arguments of a program.
    static func withArguments<Value>(
        _ texts: [String],
        _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Value
    ) -> Value {
        var pointers = unsafe texts.map { text in unsafe strdup(text) } + [nil]
        defer { unsafe pointers.forEach { pointer in unsafe free(pointer) } }
        return unsafe pointers.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { preconditionFailure("the array ends with nil") }
            return unsafe body(UnsafePointer(base))
        }
    }
}
