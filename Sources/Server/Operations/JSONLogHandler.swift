import Base
import Foundation
import Logging
import Synchronization

/// Logs as JSON lines on standard error, one object a line.
struct JSONLogHandler: LogHandler {
    private static let output = Mutex(FileHandle.standardError)

    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    private let label: String
    private let clock: any WallClock

    init(label: String, level: Logger.Level, clock: any WallClock) {
        self.label = label
        self.logLevel = level
        self.clock = clock
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var fields: [String: String] = [
            "time": clock.now.rfc3339, "level": event.level.rawValue, "logger": label,
            "message": event.message.description,
        ]
        for (key, value) in metadata.merging(event.metadata ?? [:], uniquingKeysWith: { $1 }) {
            fields[key == "hb.request.id" ? "request_id" : key] = value.description
        }
        // A dictionary of texts always encodes.
        guard var line = try? WireJSON.encode(fields) else { return }
        line.append(UInt8(ascii: "\n"))
        Self.output.withLock { output in
            // There is nowhere left to say that the log cannot be written.
            try? output.write(contentsOf: line)
        }
    }
}
