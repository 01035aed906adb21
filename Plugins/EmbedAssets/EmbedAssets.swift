import Foundation
import PackagePlugin

/// Turns the text files beside a target's sources into one Swift table, so that a release is one binary.
@main
struct EmbedAssets: BuildToolPlugin {
    private static let extensions: Set<String> = ["mustache", "css", "js", "svg", "sql", "json", "txt", "md"]

    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        guard let module = target as? any SourceModuleTarget else { return [] }
        var roots = [module.directoryURL]
        if module.moduleName == "Server" {
            // The starter help centre stands at the top of the repository, where editors look for it.
            roots.append(context.package.directoryURL.appending(path: "Content"))
        }
        let assets = roots.flatMap(assets(under:))
        let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedAssets.swift")
        return [
            .buildCommand(
                displayName: "Embedding \(assets.count) assets of \(module.moduleName)",
                executable: try context.tool(named: "EmbedAssetsTool").url,
                arguments: [output.path] + roots.map(\.path),
                inputFiles: assets,
                outputFiles: [output]
            )
        ]
    }

    private func assets(under root: URL) -> [URL] {
        guard let walk = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil) else {
            return []
        }
        return walk.compactMap { $0 as? URL }.filter { Self.extensions.contains($0.pathExtension) }
    }
}
