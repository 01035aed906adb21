/// The files embedded with this target.
package enum ConversationsAssets {
    package static var files: [String: String] { EmbeddedAssets.files }
}
