/// What clamd answers to a command, in whichever pieces it comes: a text up to a NUL (clamd(8), COMMANDS).
///
/// Compared by bytes: to whoever compares characters the sign for kelvin is the letter K of `OK`.
struct ClamdAnswer: Sendable {
    /// What it says of a file.
    enum Verdict: Sendable, Hashable {
        case harmless
        case infected(signature: String)
        /// An error, or something that is not in the protocol: nobody knows.
        case unknown
    }

    /// The longest one, in bytes: the name of a signature.
    static let longest = 4096
    private static let before = Array("stream: ".utf8)
    private static let behind = Array(" FOUND".utf8)

    private var bytes: [UInt8] = []
    private var isWhole = false

    /// Takes a piece.
    ///
    /// - Returns: Whether nothing more is waited for: its end was there, or it is longer than any.
    mutating func take(_ piece: [UInt8]) -> Bool {
        guard !isWhole else { return true }
        let said = piece.prefix { $0 != 0 }
        guard bytes.count + said.count <= Self.longest else { return true }
        bytes += said
        isWhole = said.count < piece.count
        return isWhole
    }

    /// What it says; nil while its end has not come.
    var text: String? { isWhole ? String(decoding: bytes, as: UTF8.self) : nil }

    /// Of a file that was sent with `INSTREAM`.
    var verdict: Verdict {
        guard isWhole, bytes.starts(with: Self.before) else { return .unknown }
        let said = bytes.dropFirst(Self.before.count)
        if said.elementsEqual("OK".utf8) { return .harmless }
        let name = said.dropLast(Self.behind.count)
        guard !name.isEmpty, said[name.endIndex...].elementsEqual(Self.behind) else { return .unknown }
        return .infected(signature: String(decoding: name, as: UTF8.self))
    }
}
