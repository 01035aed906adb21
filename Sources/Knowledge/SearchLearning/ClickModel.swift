/// How much a click tells of a result, by where the result stood.
///
/// Readers open what stands first because it stands first. A click counts by the inverse of how likely somebody looked
/// at its place at all (inverse propensity scoring; Joachims, Swaminathan, Schnabel, WSDM 2017), so that in the long run
/// two articles that help alike count alike wherever the search had put them.
enum ClickModel {
    /// No click counts for more of them: what stands at the end of a page is opened by chance as well.
    private static let most = 5

    /// What a click counts, 1...5.
    ///
    /// - `position`: Of the result, from 1. Somebody looks at it with a likelihood of 1 / position, as the paper measures
    ///   on lists of ten.
    static func weight(at position: Int) -> Int {
        min(max(1, position), most)
    }
}
