import Base
import Configuration

/// Reads settings one by one, gathers what is wrong with them, and knows which settings there are.
struct SettingsReader {
    private let reader: ConfigReader
    /// Everything that was wrong so far, one sentence each.
    private(set) var mistakes: [String] = []
    /// The settings that were asked for: all that exist, once everything was read.
    private(set) var known: Set<String> = []

    init(_ reader: ConfigReader) {
        self.reader = reader
    }

    /// Notes a mistake; never repeat a value that may be secret.
    mutating func complain(_ mistake: String) {
        mistakes.append(mistake)
    }

    /// A text; nil when it is not set.
    mutating func text(_ key: String, isSecret: Bool = false) -> String? {
        known.insert(key)
        let name = ConfigKey(key)
        // A file may hold a number or a switch as what it is; the library gives each by its own type only.
        return reader.string(forKey: name, isSecret: isSecret)
            ?? reader.int(forKey: name, isSecret: isSecret).map(String.init)
            ?? reader.bool(forKey: name, isSecret: isSecret).map(String.init)
    }

    /// A text that must be one of a few.
    mutating func choice(_ key: String, _ choices: [String], _ standard: String) -> String {
        guard let text = text(key) else { return standard }
        guard choices.contains(text) else {
            complain("\(key) must be one of \(choices.joined(separator: ", "))")
            return standard
        }
        return text
    }

    /// A whole number within a range.
    mutating func number(_ key: String, _ range: ClosedRange<Int>, _ standard: Int) -> Int {
        guard let text = text(key) else { return standard }
        guard let value = Int(text), range.contains(value) else {
            complain("\(key) must be a whole number from \(range.lowerBound) to \(range.upperBound)")
            return standard
        }
        return value
    }

    /// A switch.
    mutating func flag(_ key: String, _ standard: Bool) -> Bool {
        let values = ["true": true, "yes": true, "1": true, "false": false, "no": false, "0": false]
        guard let text = text(key) else { return standard }
        guard let value = values[text.lowercased()] else {
            complain("\(key) must be true or false")
            return standard
        }
        return value
    }
}
