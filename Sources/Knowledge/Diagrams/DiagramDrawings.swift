import Base
import Crypto
import Foundation
import Synchronization

/// Where the boxes of a chart go, by whoever can say: Graphviz.
package protocol GraphLayout: Sendable {
    /// The places of everything in a graph.
    ///
    /// - Parameter dot: The graph in Graphviz's language.
    /// - Returns: Its `plain` output.
    /// - Throws: ``GraphLayoutError``.
    func plain(_ dot: String) async throws(GraphLayoutError) -> String
}

/// Why a chart is not drawn.
package enum GraphLayoutError: Error, Hashable {
    /// Graphviz is not installed.
    case notInstalled
    /// It said nothing that can be used, or took longer than it may.
    case failed
}

/// Draws the diagrams of texts, each once.
package final class DiagramDrawings: Sendable {
    private enum Drawn {
        case drawing(SafeHTML)
        /// It is not tried again before.
        case failure(until: ContinuousClock.Instant)
    }

    private static let pause = Duration.seconds(60)

    private let layout: any GraphLayout
    private let capacity: Int
    /// By the hash of what is drawn.
    private let kept = Mutex<[SHA256Digest: Drawn]>([:])

    /// - `capacity`: Drawings at most that are kept; one is some 10 KB.
    package init(_ layout: any GraphLayout, capacity: Int = 300) {
        self.layout = layout
        self.capacity = capacity
    }

    /// A text as a page shows it, its diagrams drawn; what cannot be drawn now stands there in words.
    ///
    /// - Returns: The page's part, and whether all is drawn.
    func html(of document: MarkdownDocument) async -> (html: SafeHTML, isWhole: Bool) {
        guard !document.diagrams.isEmpty else { return (document.html, true) }
        var drawings: [SafeHTML?] = []
        for diagram in document.diagrams { drawings.append(await drawing(of: diagram)) }
        return (document.html(with: drawings), drawings.allSatisfy { $0 != nil })
    }

    private func drawing(of diagram: Diagram) async -> SafeHTML? {
        switch diagram {
        case .sequence(let diagram): diagram.drawn()
        case .flow(let chart): await drawing(of: chart)
        }
    }

    private func drawing(of chart: FlowChart) async -> SafeHTML? {
        let dot = chart.dot
        let key = SHA256.hash(data: Data("\(dot)\(chart)".utf8))
        switch kept.withLock({ $0[key] }) {
        case .drawing(let drawing): return drawing
        case .failure(let until) where ContinuousClock.now < until: return nil
        case .failure, nil: break
        }
        do {
            guard let drawing = chart.drawn(by: try await layout.plain(dot)) else {
                throw GraphLayoutError.failed
            }
            keep(.drawing(drawing), key)
            return drawing
        } catch {
            keep(.failure(until: ContinuousClock.now + Self.pause), key)
            return nil
        }
    }

    private func keep(_ drawn: Drawn, _ key: SHA256Digest) {
        kept.withLock { kept in
            // Which one goes hardly matters: a drawing that is wanted again is made again.
            if kept.count >= capacity, let some = kept.keys.first { kept[some] = nil }
            kept[key] = drawn
        }
    }
}
