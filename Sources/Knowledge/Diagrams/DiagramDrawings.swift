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
    /// Too many charts wait to be drawn.
    case busy
    /// It said nothing that can be used, or took longer than it may.
    case failed
}

/// A text as a page shows it, as far as its diagrams could be drawn.
struct DrawnDocument: Sendable {
    let html: SafeHTML
    /// Whether all of them are drawn; the others stand there in words.
    let isWhole: Bool
    /// Whether another attempt would come to the same: it is drawn, or nothing here draws.
    let isFinal: Bool
}

/// Draws the diagrams of texts, each once.
package final class DiagramDrawings: Sendable {
    private enum State {
        case drawing(SafeHTML)
        /// It is not tried again before.
        case failure(until: ContinuousClock.Instant)
        /// Who else wants the same chart waits for it.
        case inWork(Task<Result<SafeHTML, GraphLayoutError>, Never>)

        var isOver: Bool {
            if case .failure(let until) = self { ContinuousClock.now >= until } else { false }
        }
    }

    private let layout: any GraphLayout
    private let capacity: Int
    private let pause: Duration
    /// By the hash of what is drawn.
    private let kept = Mutex<[SHA256Digest: State]>([:])

    /// - `capacity`: Drawings at most that are kept; one is some 10 KB.
    /// - `pause`: How long what could not be drawn is not tried again.
    package init(_ layout: any GraphLayout, capacity: Int = 300, pause: Duration = .seconds(60)) {
        self.layout = layout
        self.capacity = capacity
        self.pause = pause
    }

    /// A text with its diagrams drawn; what cannot be drawn now stands there in words.
    ///
    /// - `videos`: How the videos look that it shows.
    /// - `pictures`: The pictures that it shows.
    func drawn(
        _ document: MarkdownDocument,
        videos: [Slug: SafeHTML] = [:],
        pictures: [Slug: Picture] = [:]
    ) async -> DrawnDocument {
        var drawings: [SafeHTML?] = []
        var isFinal = true
        for diagram in document.diagrams {
            switch await drawing(of: diagram) {
            case .success(let drawing): drawings.append(drawing)
            case .failure(let error):
                drawings.append(nil)
                if error != .notInstalled { isFinal = false }
            }
        }
        return DrawnDocument(
            html: PictureMarkup.placed(in: document.html(with: drawings, videos: videos), pictures),
            isWhole: drawings.allSatisfy { $0 != nil },
            isFinal: isFinal
        )
    }

    private func drawing(of diagram: Diagram) async -> Result<SafeHTML, GraphLayoutError> {
        switch diagram {
        case .sequence(let diagram): .success(diagram.drawn())
        case .flow(let chart): await drawing(of: chart)
        }
    }

    private func drawing(of chart: FlowChart) async -> Result<SafeHTML, GraphLayoutError> {
        let dot = chart.dot
        let key = SHA256.hash(data: Data("\(dot)\(chart)".utf8))
        let state = kept.withLock { kept -> State in
            if let state = kept[key], !state.isOver { return state }
            // Nobody's own: whoever asked first may go away, and others wait for the same.
            let work = State.inWork(Task { await self.made(chart, dot, key) })
            if kept.count >= capacity { Self.makeRoom(&kept) }
            kept[key] = work
            return work
        }
        switch state {
        case .drawing(let drawing): return .success(drawing)
        case .failure: return .failure(.failed)
        case .inWork(let work): return await work.value
        }
    }

    /// Draws a chart, and keeps what came of it.
    private func made(
        _ chart: FlowChart,
        _ dot: String,
        _ key: SHA256Digest
    ) async -> Result<SafeHTML, GraphLayoutError> {
        do throws(GraphLayoutError) {
            guard let drawing = chart.drawn(by: try await layout.plain(dot)) else {
                throw GraphLayoutError.failed
            }
            kept.withLock { $0[key] = .drawing(drawing) }
            return .success(drawing)
        } catch {
            // A queue that is full says nothing about the chart, and whether Graphviz is there is asked quickly.
            let state = error == .failed ? State.failure(until: ContinuousClock.now + pause) : nil
            kept.withLock { $0[key] = state }
            return .failure(error)
        }
    }

    /// Which one goes hardly matters: a drawing that is wanted again is made again.
    private static func makeRoom(_ kept: inout [SHA256Digest: State]) {
        let some = kept.first { entry in
            if case .inWork = entry.value { false } else { true }
        }
        if let some { kept[some.key] = nil }
    }
}
