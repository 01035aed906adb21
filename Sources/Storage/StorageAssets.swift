/// The files embedded with this target.
package enum StorageAssets {
    package static var files: [String: String] { EmbeddedAssets.files }
}
