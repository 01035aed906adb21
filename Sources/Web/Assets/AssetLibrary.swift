import Base
import Crypto
import Foundation
import HTTPTypes
package import Hummingbird

/// The files embedded in the binary: templates for the renderer; styles, scripts and drawings for browsers.
package struct AssetLibrary: Sendable {
    /// Where the browsers' files are: `/assets/` and a hash of all of them, so that they never change under one name.
    package let base: String
    /// Template texts by path without ending, such as `Web/Layout/layout`.
    let templates: [String: String]
    /// The scripts.
    let modules: ModuleGraph
    private let served: [String: SharedContent]

    /// - Parameters:
    ///   - tables: The targets' embedded files by the target's name.
    ///   - brand: Brings files of its own.
    package init(_ tables: [String: [String: String]], brand: Brand = Brand()) {
        var templates: [String: String] = [:]
        var texts: [String: String] = [:]
        for (target, files) in tables {
            for (path, text) in files {
                let name = "\(target)/\(path)"
                if path.hasSuffix(".mustache") {
                    templates[String(name.dropLast(".mustache".count))] = text
                } else if Self.mediaType(of: path) != nil {
                    texts[name] = text
                }
            }
        }
        var served: [String: SharedContent] = [:]
        var hash = SHA256()
        for (name, text) in texts.sorted(by: { $0.key < $1.key }) {
            hash.update(data: Data("\(name)\n\(text)\n".utf8))
            guard let type = Self.mediaType(of: name) else { continue }
            let whole = name.hasSuffix(".css") ? StyleSheet.joined(name, in: texts) : text
            served[name] = SharedContent(whole.utf8, type: type, effort: .most)
        }
        for (path, file) in brand.files.sorted(by: { $0.key < $1.key }) {
            hash.update(data: Data("\(path)\n".utf8))
            hash.update(data: Data(file.bytes))
            served[path] = SharedContent(file.bytes, type: file.mediaType)
        }
        self.templates = templates
        self.served = served
        self.modules = ModuleGraph(texts.filter { $0.key.hasSuffix(".js") })
        self.base =
            "/assets/"
            + hash.finalize().prefix(6).hexadecimal
    }

    /// Serves `GET /assets/<version>/<path>`, and files that must keep their address, such as `/widget.js`; compressed
    /// for whoever takes that.
    ///
    /// - `fixed`: Address to the file's path.
    package func register(on router: some RouterMethods<WebContext>, fixed: [String: String] = [:]) {
        router.get("/assets/:version/**") { request, context in
            let address = "/assets/\(context.parameters.get("version") ?? "")"
            let path = String(request.uri.path.utf8.dropFirst(address.utf8.count + 1)) ?? ""
            // While nodes are upgraded one after the other, a page of one asks another for its files: what this one has
            // instead may do, and must not be taken for that version ever after.
            let cacheControl = address == base ? "public, max-age=31536000, immutable" : "no-store"
            return try file(path).response(to: request, [.cacheControl: cacheControl])
        }
        for (address, path) in fixed {
            router.get(RouterPath(address)) { request, _ in
                var response = try file(path).response(
                    to: request,
                    [.cacheControl: "public, max-age=300"]
                )
                // Scripts of fixed address are loaded by other sites.
                response.headers[.crossOriginResourcePolicy] = "cross-origin"
                return response
            }
        }
    }

    private func file(_ path: String) throws -> SharedContent {
        guard let file = served[path] else { throw HTTPError(.notFound) }
        return file
    }

    private static func mediaType(of path: String) -> String? {
        switch path.split(separator: ".").last {
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        default: nil
        }
    }
}

extension HTTPField.Name {
    /// A field name that is a literal here, so it always parses.
    static func known(_ name: String) -> Self {
        Self(name) ?? .server
    }
}
