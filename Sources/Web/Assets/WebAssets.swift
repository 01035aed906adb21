/// The files embedded with this target.
package enum WebAssets {
    package static var files: [String: String] { EmbeddedAssets.files }
}
