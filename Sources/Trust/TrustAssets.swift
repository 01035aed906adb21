/// The files embedded with this target.
package enum TrustAssets {
    package static var files: [String: String] { EmbeddedAssets.files }
}
