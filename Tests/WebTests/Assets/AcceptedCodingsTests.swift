import Testing
@testable import Web

@Suite struct AcceptedCodingsTests {
    @Test(arguments: [
        "gzip", "GZIP", "x-gzip", "gzip, deflate, br, zstd", "br;q=1.0, gzip;q=0.8, *;q=0.1", "*",
        "deflate, *;q=0.5", "gzip;q=0.001", "gzip ; q=1.000", "identity;q=0.5, gzip;q=0.5",
        "identity;q=0, gzip", "gzip;q=1;note=\"x\"", ", ,gzip,",
    ])
    func gzipIsTaken(_ header: String) {
        #expect(AcceptedCodings(header).prefersGzip)
    }

    @Test(arguments: [
        nil, "", " ", "identity", "br, deflate", "gzip;q=0", "gzip;q=0.000, *", "gzip;q=0, x-gzip", "*;q=0",
        "identity, *;q=0", "identity;q=1, gzip;q=0.5", "identity, *;q=0.5", "gzip;q=2", "gzip;q=-1",
        "gzip;q=nan", "gzip;q=", "gzipped",
        String(repeating: "a,", count: 200) + "gzip",
    ])
    func contentIsSentAsItIs(_ header: String?) {
        #expect(!AcceptedCodings(header).prefersGzip)
    }
}
