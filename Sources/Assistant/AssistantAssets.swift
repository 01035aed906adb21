/// The files embedded with this target.
package enum AssistantAssets {
    package static var files: [String: String] { EmbeddedAssets.files }
}
