import CoreMetrics
import Foundation
import Synchronization

/// Keeps swift-metrics in memory and prints them in Prometheus' text format
/// (https://prometheus.io/docs/instrumenting/exposition_formats/).
final class PrometheusMetrics: MetricsFactory {
    /// The upper bounds of a timer's buckets, in seconds.
    static let buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    private struct Key: Hashable {
        let name: String
        let labels: String
    }

    private enum Series {
        case counter(Cell)
        case gauge(Cell)
        case histogram(Histogram)
    }

    private let series = Mutex<[Key: Series]>([:])

    /// All series as text.
    var text: String {
        let all = series.withLock { $0 }
        var lines: [String] = []
        var named: Set<String> = []
        for (key, value) in all.sorted(by: { ($0.key.name, $0.key.labels) < ($1.key.name, $1.key.labels) }) {
            let type =
                switch value {
                case .counter: "counter"
                case .gauge: "gauge"
                case .histogram: "histogram"
                }
            if named.insert(key.name).inserted { lines.append("# TYPE \(key.name) \(type)") }
            switch value {
            case .counter(let cell), .gauge(let cell):
                lines.append("\(key.name)\(Self.braced(key.labels)) \(Self.number(cell.value))")
            case .histogram(let histogram):
                lines += histogram.lines(name: key.name, labels: key.labels)
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    fileprivate static func braced(_ labels: String) -> String {
        labels.isEmpty ? "" : "{\(labels)}"
    }

    fileprivate static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
    }

    /// A name and labels as Prometheus allows them.
    private static func key(_ label: String, _ dimensions: [(String, String)]) -> Key {
        func clean(_ name: String) -> String {
            String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
        }
        let labels = dimensions.map { name, value in
            let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing(
                "\n",
                with: "\\n"
            )
            return "\(clean(name))=\"\(escaped)\""
        }
        return Key(name: clean(label), labels: labels.joined(separator: ","))
    }

    private func cell(_ label: String, _ dimensions: [(String, String)], isCounter: Bool) -> Cell {
        series.withLock { series in
            let key = Self.key(label, dimensions)
            switch series[key] {
            case .counter(let cell), .gauge(let cell): return cell
            case .histogram, nil:
                let cell = Cell()
                series[key] = isCounter ? .counter(cell) : .gauge(cell)
                return cell
            }
        }
    }

    private func histogram(_ label: String, _ dimensions: [(String, String)], scale: Double) -> Histogram {
        series.withLock { series in
            let key = Self.key(label, dimensions)
            if case .histogram(let known) = series[key] { return known }
            let histogram = Histogram(scale: scale)
            series[key] = .histogram(histogram)
            return histogram
        }
    }

    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        cell(label, dimensions, isCounter: true)
    }

    func makeFloatingPointCounter(
        label: String,
        dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        cell(label, dimensions, isCounter: true)
    }

    func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        cell(label, dimensions, isCounter: false)
    }

    func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        aggregate ? histogram(label, dimensions, scale: 1) : cell(label, dimensions, isCounter: false)
    }

    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        histogram(label, dimensions, scale: 1e-9)
    }

    // Series live as long as the process: a counter that vanished and came back would look like a restart.
    func destroyCounter(_ handler: any CounterHandler) {}
    func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    func destroyMeter(_ handler: any MeterHandler) {}
    func destroyRecorder(_ handler: any RecorderHandler) {}
    func destroyTimer(_ handler: any TimerHandler) {}
}

/// One number.
private final class Cell: CounterHandler, FloatingPointCounterHandler, MeterHandler, RecorderHandler {
    private let stored = Mutex(0.0)

    var value: Double { stored.withLock { $0 } }

    func increment(by amount: Int64) { stored.withLock { $0 += Double(amount) } }
    func increment(by amount: Double) { stored.withLock { $0 += amount } }
    func decrement(by amount: Double) { stored.withLock { $0 -= amount } }
    func reset() { stored.withLock { $0 = 0 } }
    func set(_ value: Int64) { stored.withLock { $0 = Double(value) } }
    func set(_ value: Double) { stored.withLock { $0 = value } }
    func record(_ value: Int64) { stored.withLock { $0 = Double(value) } }
    func record(_ value: Double) { stored.withLock { $0 = value } }
}

/// How values are spread.
private final class Histogram: TimerHandler, RecorderHandler {
    private struct State {
        var counts = [Int](repeating: 0, count: PrometheusMetrics.buckets.count)
        var count = 0
        var sum = 0.0
    }

    private let scale: Double
    private let state = Mutex(State())

    /// - Parameter scale: What a recorded value is multiplied by: timers record nanoseconds, Prometheus wants seconds.
    init(scale: Double) {
        self.scale = scale
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration)) }
    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        let scaled = value * scale
        state.withLock { state in
            state.count += 1
            state.sum += scaled
            if let bucket = PrometheusMetrics.buckets.firstIndex(where: { scaled <= $0 }) {
                state.counts[bucket] += 1
            }
        }
    }

    func lines(name: String, labels: String) -> [String] {
        let now = state.withLock { $0 }
        let prefix = labels.isEmpty ? "" : labels + ","
        var total = 0
        var lines: [String] = []
        for (bound, count) in zip(PrometheusMetrics.buckets, now.counts) {
            total += count
            lines.append("\(name)_bucket{\(prefix)le=\"\(bound)\"} \(total)")
        }
        lines.append("\(name)_bucket{\(prefix)le=\"+Inf\"} \(now.count)")
        lines.append("\(name)_sum\(PrometheusMetrics.braced(labels)) \(now.sum)")
        lines.append("\(name)_count\(PrometheusMetrics.braced(labels)) \(now.count)")
        return lines
    }
}
