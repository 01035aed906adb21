import Foundation

/// How content can be compressed, by the names of the registry (https://www.iana.org/assignments/http-parameters).
enum ContentCoding: String, Sendable, Hashable {
    case brotli = "br"
    case gzip
}

/// The content codings that a client takes, as its `Accept-Encoding` says (RFC 9110 §12.5.3).
struct AcceptedCodings {
    /// Weights by coding in lower case, 0...1; 0 refuses it.
    private let weights: [String: Double]

    /// - `header`: Such as `gzip, br;q=0.8, *;q=0`; parts that are malformed are passed over, and so is what comes after
    ///   the first 400 characters. Without the header a client may get any coding, but the programs that send none often
    ///   do not decode: they get none.
    init(_ header: String?) {
        var weights: [String: Double] = [:]
        for part in (header ?? "").prefix(400).split(separator: ",") {
            let pieces = part.lowercased().split(separator: ";").map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            guard let coding = pieces.first, let weight = Self.weight(pieces.dropFirst()) else { continue }
            weights[coding] = weight
        }
        self.weights = weights
    }

    /// The coding that is liked best, and of two that are liked alike the one that makes content smaller; nil where
    /// content as it is is liked better, or nothing else taken.
    var best: ContentCoding? {
        // RFC 9110 §8.4.1.3: x-gzip is the same.
        let gzip = weights["gzip"] ?? weights["x-gzip"] ?? weights["*"] ?? 0
        let brotli = weights["br"] ?? weights["*"] ?? 0
        // Content as it is needs no naming, so that a client prefers it only where it names it.
        let identity = weights["identity"] ?? 0
        if brotli > 0, brotli >= gzip, brotli >= identity { return .brotli }
        return gzip > 0 && gzip >= identity ? .gzip : nil
    }

    /// 1 where none is stated; nil when it is none.
    private static func weight(_ parameters: ArraySlice<String>) -> Double? {
        guard let stated = parameters.first(where: { $0.hasPrefix("q=") }) else { return 1 }
        guard let weight = Double(stated.dropFirst(2)), (0...1).contains(weight) else { return nil }
        return weight
    }
}
