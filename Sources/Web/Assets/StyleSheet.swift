/// A style sheet as it is served: what it imports stands in it, so that one request brings all.
enum StyleSheet {
    /// The text with each `@import "file.css";` that begins a line replaced by that file's text, each file once.
    ///
    /// - `path`: Whose, such as `Conversations/Desk/desk.css`; what it imports stands in the same folder.
    /// - `files`: All texts by path. What is not among them stays an import, and the browser complains of it.
    static func joined(_ path: String, in files: [String: String]) -> String {
        var seen: Set<String> = [path]
        return joined(path, in: files, &seen)
    }

    private static func joined(
        _ path: String,
        in files: [String: String],
        _ seen: inout Set<String>
    ) -> String {
        let text = files[path] ?? ""
        guard text.contains("@import") else { return text }
        let folder = path.lastIndex(of: "/").map { path.prefix(through: $0) } ?? ""
        var lines: [String] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let parts = line.split(separator: "\"", omittingEmptySubsequences: false)
            let isImport = parts.count == 3 && parts[0] == "@import " && parts[2] == ";"
            let imported = isImport ? "\(folder)\(parts[1])" : ""
            guard files[imported] != nil else {
                lines.append(String(line))
                continue
            }
            if seen.insert(imported).inserted { lines.append(joined(imported, in: files, &seen)) }
        }
        return lines.joined(separator: "\n")
    }
}
