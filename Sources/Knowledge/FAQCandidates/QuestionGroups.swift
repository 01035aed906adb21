/// Puts questions that mean the same together.
///
/// Average linkage: the two groups that are most alike become one, as long as a question of one and one of the other are
/// ``threshold`` alike on the average. It depends on no order and draws nothing.
package enum QuestionGroups {
    /// Chosen on the training halves of what docs/knowledge.md names: beyond it groups become purer and hold less.
    package static let threshold: Float = 0.35

    /// Puts texts together; for measuring.
    ///
    /// - Returns: The numbers of each group in order, the groups by their first.
    package static func groups(of texts: [String], threshold: Float = threshold) -> [[Int]] {
        let vectors = QuestionVectors(texts)
        return groups(of: texts.map(vectors.vector), counts: texts.map { _ in 1 }, threshold: threshold)
    }

    /// - Parameters:
    ///   - vectors: One of each different question; empty ones stay alone.
    ///   - counts: How often each was asked.
    ///   - threshold: 0...1.
    /// - Returns: The numbers of each group in order, the groups by their first.
    /// - Complexity: n² of memory and about n² of time, for n questions.
    static func groups(
        of vectors: [QuestionVectors.Vector],
        counts: [Int],
        threshold: Float = threshold
    ) -> [[Int]] {
        var merging = Merging(vectors, counts)
        while merging.mergeNearest(atLeast: threshold) {}
        return merging.groups.filter { !$0.isEmpty }.map { $0.sorted() }.sorted { $0[0] < $1[0] }
    }

    private struct Merging {
        private let size: Int
        /// How alike two groups are, by rows.
        private var likeness: [Float]
        private var weights: [Float]
        private var isThere: [Bool]
        private(set) var groups: [[Int]]
        /// By group the one most like it, and how much.
        private var nearest: [(group: Int, likeness: Float)]

        init(_ vectors: [QuestionVectors.Vector], _ counts: [Int]) {
            size = vectors.count
            likeness = Self.likeness(of: vectors)
            weights = counts.map(Float.init)
            isThere = vectors.map { _ in true }
            groups = vectors.indices.map { [$0] }
            nearest = []
            nearest = (0..<size).map(findNearest)
        }

        /// By the postings of the terms: most questions share nothing with most others.
        private static func likeness(of vectors: [QuestionVectors.Vector]) -> [Float] {
            let size = vectors.count
            var postings: [Int32: [(vector: Int, weight: Float)]] = [:]
            var likeness = [Float](repeating: 0, count: size * size)
            for (number, vector) in vectors.enumerated() {
                for (term, weight) in zip(vector.terms, vector.weights) {
                    for posting in postings[term] ?? [] {
                        likeness[number * size + posting.vector] += weight * posting.weight
                    }
                    postings[term, default: []].append((number, weight))
                }
                for other in 0..<number { likeness[other * size + number] = likeness[number * size + other] }
            }
            return likeness
        }

        private func findNearest(to group: Int) -> (group: Int, likeness: Float) {
            var best: (group: Int, likeness: Float) = (-1, -1)
            let row = group * size
            for other in 0..<size where other != group && isThere[other] {
                if likeness[row + other] > best.likeness { best = (other, likeness[row + other]) }
            }
            return best
        }

        /// - Returns: Whether any two were alike enough.
        mutating func mergeNearest(atLeast threshold: Float) -> Bool {
            var first = -1
            for group in 0..<size where isThere[group] {
                if first < 0 || nearest[group].likeness > nearest[first].likeness { first = group }
            }
            guard first >= 0, nearest[first].group >= 0, nearest[first].likeness >= threshold else {
                return false
            }
            merge(min(first, nearest[first].group), max(first, nearest[first].group))
            return true
        }

        private mutating func merge(_ kept: Int, _ gone: Int) {
            let (mine, theirs) = (weights[kept], weights[gone])
            isThere[gone] = false
            groups[kept] += groups[gone]
            groups[gone] = []
            weights[kept] = mine + theirs
            for other in 0..<size where isThere[other] && other != kept {
                let mean =
                    (likeness[kept * size + other] * mine + likeness[gone * size + other] * theirs)
                    / (mine + theirs)
                likeness[kept * size + other] = mean
                likeness[other * size + kept] = mean
                if nearest[other].group == kept || nearest[other].group == gone {
                    nearest[other] = findNearest(to: other)
                } else if mean > nearest[other].likeness {
                    nearest[other] = (kept, mean)
                }
            }
            nearest[kept] = findNearest(to: kept)
        }
    }
}
