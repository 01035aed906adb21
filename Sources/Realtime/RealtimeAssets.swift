/// The files embedded with this target.
package enum RealtimeAssets {
    package static var files: [String: String] { EmbeddedAssets.files }
}
