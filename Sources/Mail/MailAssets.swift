/// The files embedded with this target.
package enum MailAssets {
    package static var files: [String: String] { EmbeddedAssets.files }
}
