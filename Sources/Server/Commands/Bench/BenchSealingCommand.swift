import ArgumentParser
import Safeguard

/// `switchboard bench sealing`: the time that encryption at rest takes of a message and of a file.
struct BenchSealingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sealing",
        abstract: "Seal and open messages and files on one core, without a server."
    )

    /// Of the file, in bytes: one mebibyte.
    private static let fileSize = 1 << 20

    @Option(help: "How many messages, 1000 or more.")
    var messages = 200_000

    func validate() throws {
        guard messages >= 1_000 else { throw ValidationError("--messages is 1000 or more.") }
    }

    func run() throws {
        let ring = KeyRing(KeyEncryptionKey())
        let key = DataKey()
        let owner = Array("a conversation".utf8)
        let text = "Ada\0" + BenchMessage.body
        let numbers = 1...messages
        // Half of them before: the processor's clock is where it stays.
        _ = try numbers.prefix(messages / 2).map { number in try key.seal(text, as: Self.field(number)) }
        var sealed: [[UInt8]] = []
        sealed.reserveCapacity(messages)
        let sealing = try Self.clock.measure {
            for number in numbers { sealed.append(try key.seal(text, as: Self.field(number))) }
        }
        var letters = 0
        let opening = try Self.clock.measure {
            for (number, value) in zip(numbers, sealed) {
                letters += try key.openText(value, as: Self.field(number)).utf8.count
            }
        }
        guard letters == messages * text.utf8.count else { throw EncryptionError.unreadable }
        let conversations = messages / 10
        let making = try Self.clock.measure {
            for _ in 0..<conversations { _ = try ring.wrap(DataKey(), for: owner) }
        }
        let wrapped = try ring.wrap(key, for: owner)
        let unwrapping = try Self.clock.measure {
            for _ in 0..<conversations { _ = try ring.unwrap(wrapped, for: owner) }
        }
        let file = [UInt8](repeating: 7, count: Self.fileSize)
        let files = max(1, messages / 2_000)
        let filing = try Self.clock.measure {
            for number in 0..<files {
                let field = FieldName("attachment.content", row: number)
                guard try key.open(key.seal(file, as: field), as: field).count == file.count else {
                    throw EncryptionError.unreadable
                }
            }
        }
        BenchReport.say([
            "seal_us": sealing / .microseconds(messages),
            "open_us": opening / .microseconds(messages),
            "new_key_us": making / .microseconds(conversations),
            "unwrap_us": unwrapping / .microseconds(conversations),
            "file_ms": filing / .milliseconds(files),
        ])
    }

    private static let clock = ContinuousClock()

    private static func field(_ seq: Int) -> FieldName {
        FieldName("message.sealed_body", row: seq)
    }
}
