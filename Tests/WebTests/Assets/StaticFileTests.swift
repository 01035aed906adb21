import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing
@testable import Web

@Suite struct StaticFileTests {
    private static let long = String(repeating: "export const answer = 42;\n", count: 40)
    private static let library = AssetLibrary([
        "Part": ["long.js": long, "short.css": "a{}", "page.mustache": "<p>"]
    ])
    private let address = "\(library.base)/Part/long.js"

    /// Asks a library of three files.
    private func ask(
        _ path: String,
        _ headers: HTTPFields = [:],
        method: HTTPRequest.Method = .get
    ) async throws -> TestResponse {
        let router = Router(context: WebContext.self, options: .autoGenerateHeadEndpoints)
        Self.library.register(on: router, fixed: ["/fixed.js": "Part/long.js"])
        return try await Application(router: router).test(.router) { client in
            try await client.executeRequest(uri: path, method: method, headers: headers, body: nil)
        }
    }

    @Test func whoeverTakesGzipGetsIt() async throws {
        for path in [address, "/fixed.js"] {
            let answer = try await ask(path, [.acceptEncoding: "gzip, br"])
            #expect(answer.status == .ok)
            #expect(answer.headers[.contentEncoding] == "gzip")
            #expect(answer.headers[.vary] == "Accept-Encoding")
            #expect(answer.headers[.contentType] == "text/javascript; charset=utf-8")
            let body = Array(answer.body.readableBytesView)
            #expect(answer.headers[.contentLength] == String(body.count))
            #expect(body.count < 200)
            #expect(inflated(body, atMost: 2000) == Array(Self.long.utf8))
        }
    }

    @Test func theOthersGetItAsItIs() async throws {
        for headers: HTTPFields in [[:], [.acceptEncoding: "gzip;q=0, br"]] {
            let answer = try await ask(address, headers)
            #expect(answer.status == .ok)
            #expect(answer.headers[.contentEncoding] == nil)
            #expect(answer.headers[.vary] == "Accept-Encoding")
            #expect(String(buffer: answer.body) == Self.long)
        }
    }

    @Test func whatGzipMakesLargerIsSentAsItIs() async throws {
        let answer = try await ask("/assets/any/Part/short.css", [.acceptEncoding: "gzip"])
        #expect(answer.headers[.contentEncoding] == nil)
        #expect(String(buffer: answer.body) == "a{}")
    }

    @Test func eachFormHasATagOfItsOwn() async throws {
        let plain = try #require(try await ask(address).headers[.eTag])
        let compressed = try #require(try await ask(address, [.acceptEncoding: "gzip"]).headers[.eTag])
        #expect(plain != compressed)
        for (tag, coding, status) in [
            (plain, "identity", HTTPResponse.Status.notModified), (compressed, "gzip", .notModified),
            (plain, "gzip", .ok), (compressed, "identity", .ok),
            ("\"other\", W/\(compressed)", "gzip", .notModified), ("*", "gzip", .notModified),
            ("\"other\"", "gzip", .ok),
        ] {
            let answer = try await ask(address, [.acceptEncoding: coding, .ifNoneMatch: tag])
            #expect(answer.status == status, "\(tag) of \(coding)")
            #expect((answer.body.readableBytes == 0) == (status == .notModified))
            #expect(answer.headers[.eTag] == (coding == "gzip" ? compressed : plain))
            #expect(answer.headers[.vary] == "Accept-Encoding")
            #expect(answer.headers[.cacheControl] == "public, max-age=31536000, immutable")
        }
    }

    @Test("a file of another version may serve and is not kept under that name")
    func anotherVersion() async throws {
        let answer = try await ask("/assets/any/Part/long.js")
        #expect(answer.status == .ok)
        #expect(String(buffer: answer.body) == Self.long)
        #expect(answer.headers[.cacheControl] == "no-store")
    }

    @Test func headSaysWhatGetWould() async throws {
        for headers: HTTPFields in [[:], [.acceptEncoding: "gzip"]] {
            let whole = try await ask(address, headers)
            let head = try await ask(address, headers, method: .head)
            #expect(head.status == .ok)
            #expect(head.body.readableBytes == 0)
            #expect(head.headers == whole.headers)
        }
    }

    @Test func whatIsNotThereIsNotFound() async throws {
        for path in ["/assets/any/Part/page.mustache", "/assets/any/Part/none.js", "/assets/any/"] {
            #expect(try await ask(path).status == .notFound)
        }
    }
}
