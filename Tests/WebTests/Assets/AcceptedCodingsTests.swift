import Testing
@testable import Web

@Suite struct AcceptedCodingsTests {
    @Test(arguments: [
        "gzip", "GZIP", "x-gzip", "gzip, deflate, zstd", "br;q=0.7, gzip;q=0.8, *;q=0.1", "gzip, *;q=0.5",
        "br;q=0, *;q=0.5", "gzip;q=0.001", "gzip ; q=1.000", "identity;q=0.5, gzip;q=0.5",
        "identity;q=0, gzip", "gzip;q=1;note=\"x\"", ", ,gzip,", "gzip, br;q=0", "gzip, br;q=2",
    ])
    func gzipIsTaken(_ header: String) {
        #expect(AcceptedCodings(header).best == .gzip)
    }

    @Test(arguments: [
        "br", "BR", "gzip, deflate, br, zstd", "gzip, br", "br;q=0.8, gzip;q=0.8", "*", "deflate, *;q=0.5",
        "gzip;q=0.000, *", "gzip;q=0, br", "br;q=0.001", "identity;q=0.5, br;q=0.5", "gzip;q=0.5, *",
    ])
    func brotliIsTaken(_ header: String) {
        #expect(AcceptedCodings(header).best == .brotli)
    }

    @Test(arguments: [
        nil, "", " ", "identity", "deflate, zstd", "gzip;q=0", "gzip;q=0, x-gzip", "*;q=0",
        "identity, *;q=0", "identity;q=1, gzip;q=0.5", "identity;q=1, br;q=0.5", "identity, *;q=0.5",
        "b r, g zip", "b\tr;q=1", "gzip;q=2", "gzip;q=-1", "gzip;q=nan", "gzip;q=", "gzipped",
        "br;q=0, gzip;q=0",
        String(repeating: "a,", count: 200) + "gzip",
    ])
    func contentIsSentAsItIs(_ header: String?) {
        #expect(AcceptedCodings(header).best == nil)
    }
}
