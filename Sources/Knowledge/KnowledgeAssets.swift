/// The files embedded with this target.
package enum KnowledgeAssets {
    package static var files: [String: String] { EmbeddedAssets.files }
}
