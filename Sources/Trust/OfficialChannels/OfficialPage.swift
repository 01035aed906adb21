/// One page: the same host, path and query, whatever stands behind the number sign.
struct OfficialPage: Sendable, Hashable {
    let key: String

    /// - Returns: nil for the bare host: that would make a whole site official that is somebody else's.
    init?(_ address: WebAddress) {
        var path = Substring(address.path)
        while path.last == "/" { path.removeLast() }
        guard !path.isEmpty || address.query != nil else { return nil }
        key = "\(address.host.ascii)\(path)" + (address.query.map { "?\($0)" } ?? "")
    }
}
