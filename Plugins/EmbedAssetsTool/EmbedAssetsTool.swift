import Foundation

/// Writes `EmbeddedAssets.swift`: the text files under some folders as a table from relative path to text.
///
/// Usage: `EmbedAssetsTool OUTPUT.swift FOLDER…`. The first folder's paths are relative to it; those of a further
/// folder begin with its name. The output is rewritten only when it differs, so that nothing is rebuilt in vain.
@main
enum EmbedAssetsTool {
    private static let extensions: Set<String> = ["mustache", "css", "js", "svg", "sql", "json", "txt", "md"]

    static func main() throws {
        let arguments = CommandLine.arguments
        let output = URL(fileURLWithPath: arguments[1])
        var files: [String: String] = [:]
        for (position, folder) in arguments.dropFirst(2).enumerated() {
            let root = URL(fileURLWithPath: folder)
            let prefix = position == 0 ? "" : root.lastPathComponent + "/"
            for (path, text) in try texts(under: root) {
                files[prefix + path] = text
            }
        }
        let source = swiftSource(files)
        // An unreadable old output is the same as none: it is written anew.
        if let old = try? String(contentsOf: output, encoding: .utf8), old == source { return }
        try source.write(to: output, atomically: true, encoding: .utf8)
    }

    private static func texts(under root: URL) throws -> [(String, String)] {
        guard let walk = FileManager.default.enumerator(atPath: root.path) else { return [] }
        return try walk.compactMap { $0 as? String }
            .filter { extensions.contains(($0 as NSString).pathExtension) }
            .map { ($0, try String(contentsOf: root.appending(path: $0), encoding: .utf8)) }
    }

    private static func swiftSource(_ files: [String: String]) -> String {
        var source = """
            /// The text files beside this target's sources, by their path below it.
            enum EmbeddedAssets {
                static let files: [String: String] = [

            """
        for (path, text) in files.sorted(by: { $0.key < $1.key }) {
            source += "        \(literal(path)): \(literal(text)),\n"
        }
        if files.isEmpty {
            source += "        :\n"
        }
        return source + "    ]\n}\n"
    }

    private static func literal(_ text: String) -> String {
        var literal = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": literal += "\\\""
            case "\\": literal += "\\\\"
            case "\n": literal += "\\n"
            case "\r": literal += "\\r"
            case "\t": literal += "\\t"
            case _ where scalar.value < 0x20: literal += "\\u{\(String(scalar.value, radix: 16))}"
            default: literal.unicodeScalars.append(scalar)
            }
        }
        return literal + "\""
    }
}
