import Foundation

/// A parser of what comes from outside, and what must hold of whatever it makes of it.
///
/// Each is a target of libFuzzer's: one executable holds them all, and `FUZZ_TARGET` says which is run.
struct FuzzTarget: Sendable {
    let name: String
    let check: @Sendable ([UInt8]) throws -> Void

    init(_ name: String, bytes check: @escaping @Sendable ([UInt8]) throws -> Void) {
        self.name = name
        self.check = check
    }

    /// A target that reads text; bytes that are no UTF-8 reach it as U+FFFD, as they reach the parsers.
    init(_ name: String, text check: @escaping @Sendable (String) throws -> Void) {
        self.init(name) { bytes in try check(String(decoding: bytes, as: UTF8.self)) }
    }

    static let all: [FuzzTarget] =
        webTargets + requestTargets + realtimeTargets + knowledgeTargets + safeguardTargets + tokenTargets
        + peopleTargets + trustTargets + retrievalTargets + mailTargets + fileTargets + answerTargets

    /// The one that is run.
    static let chosen: FuzzTarget = {
        let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? ""
        if name == "list" {
            for target in all { FileHandle.standardOutput.write(Data("\(target.name)\n".utf8)) }
            exit(0)
        }
        guard let target = all.first(where: { $0.name == name }) else { fail("there is no target \(name)") }
        return target
    }()
}

/// Ends the process as a crash does, so that libFuzzer keeps the input.
func fail(_ what: String) -> Never {
    FileHandle.standardError.write(Data("broken: \(what)\n".utf8))
    abort()
}

/// What must hold of every input.
func require(_ holds: Bool, _ what: @autoclosure () -> String) {
    if !holds { fail(what()) }
}

/// Whether two texts have the same bytes; `==` takes canonically equivalent ones for equal.
func isSame(_ left: String, _ right: String) -> Bool {
    left.utf8.elementsEqual(right.utf8)
}

/// Waits for what only asynchronous callers can ask; libFuzzer calls from one thread and knows nothing of tasks.
func waiting<Value: Sendable>(
    for body: @escaping @Sendable () async throws -> Value
) -> Result<Value, any Error> {
    let done = DispatchSemaphore(value: 0)
    let box = Box<Value>()
    // Nothing else runs meanwhile: the thread that waits is the only one that reads the box.
    Task {
        do { box.result = .success(try await body()) } catch { box.result = .failure(error) }
        done.signal()
    }
    done.wait()
    guard let result = box.result else { fail("a task ended without a result") }
    return result
}

/// Written before the semaphore is signalled and read after it was waited for, hence unchecked.
private final class Box<Value: Sendable>: @unchecked Sendable {
    var result: Result<Value, any Error>?
}

/// Called by libFuzzer once, before everything.
@_cdecl("LLVMFuzzerInitialize")
public func fuzzerBegins(_ count: UnsafeMutableRawPointer?, _ arguments: UnsafeMutableRawPointer?) -> Int32 {
    _ = FuzzTarget.chosen
    return 0
}

/// Called by libFuzzer with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzerTries(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: count))
    // What a parser refuses is what it is for; only what it takes has to be right.
    try? FuzzTarget.chosen.check(input)
    return 0
}
