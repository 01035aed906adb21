/// The files embedded with this target.
package enum PeopleAssets {
    package static var files: [String: String] { EmbeddedAssets.files }
}
