import Synchronization

/// Which ES module imports which, as their own texts say.
final class ModuleGraph: Sendable {
    private let sources: [String: String]
    /// What each module imports, read when it is first asked for, so that the start does not wait.
    private let imports = Mutex<[String: [String]]>([:])

    /// - Parameter sources: The modules' texts by path, such as `Web/Client/http.js`.
    init(_ sources: [String: String]) {
        self.sources = sources
    }

    /// Every module that a browser fetches because of these.
    ///
    /// What is imported only when it is needed, by `import()`, is not among them.
    ///
    /// - Parameter entries: Paths of modules.
    /// - Returns: Paths without the entries, those near them first.
    /// - Complexity: Some 10 µs for a hundred modules once they were read.
    func reached(from entries: [String]) -> [String] {
        var seen = Set(entries)
        var reached: [String] = []
        var wave = entries
        imports.withLock { imports in
            while !wave.isEmpty {
                let next = wave.flatMap { path in
                    if let known = imports[path] { return known }
                    let read = Self.imports(of: path, sources[path] ?? "")
                    imports[path] = read
                    return read
                }
                wave = next.filter { seen.insert($0).inserted }
                reached += wave
            }
        }
        return reached
    }

    /// The modules that a text imports or exports from, in its order.
    ///
    /// It reads what our formatter writes: a statement begins a line, and `from` stands with its path on one line.
    private static func imports(of path: String, _ source: String) -> [String] {
        var found: [String] = []
        var isOpen = false
        for line in source.split(separator: "\n") {
            isOpen = isOpen || beginnings.contains(where: line.hasPrefix)
            guard isOpen else { continue }
            let parts = line.split(separator: "\"", omittingEmptySubsequences: false)
            if parts.count == 3 { found.append(resolve(String(parts[1]), from: path)) }
            isOpen = !line.contains(";")
        }
        return found
    }

    private static let beginnings = ["import ", "export {", "export *"]

    /// `../Client/http.js` in `Web/Layout/layout.js` is `Web/Client/http.js`.
    private static func resolve(_ address: String, from path: String) -> String {
        var folders = path.split(separator: "/").dropLast()
        for part in address.split(separator: "/") {
            switch part {
            case ".": break
            case "..": _ = folders.popLast()
            default: folders.append(part)
            }
        }
        return folders.joined(separator: "/")
    }
}
