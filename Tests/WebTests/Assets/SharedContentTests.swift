import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Testing
@testable import Web

@Suite struct SharedContentTests {
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
            let answer = try await ask(path, [.acceptEncoding: "gzip, br;q=0.5"])
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

    @Test func whoeverTakesBrotliGetsThatFirst() async throws {
        let gzip = try await ask(address, [.acceptEncoding: "gzip"])
        let answer = try await ask(address, [.acceptEncoding: "gzip, deflate, br"])
        #expect(answer.headers[.contentEncoding] == "br")
        #expect(answer.headers[.vary] == "Accept-Encoding")
        let body = Array(answer.body.readableBytesView)
        #expect(answer.headers[.contentLength] == String(body.count))
        #expect(body.count < gzip.body.readableBytes)
        #expect(answer.headers[.eTag] != gzip.headers[.eTag])
    }

    @Test func theOthersGetItAsItIs() async throws {
        for headers: HTTPFields in [[:], [.acceptEncoding: "gzip;q=0, br;q=0"]] {
            let answer = try await ask(address, headers)
            #expect(answer.status == .ok)
            #expect(answer.headers[.contentEncoding] == nil)
            #expect(answer.headers[.vary] == "Accept-Encoding")
            #expect(String(buffer: answer.body) == Self.long)
        }
    }

    @Test func whatCompressionMakesLargerIsSentAsItIs() async throws {
        for coding in ["gzip", "br"] {
            let answer = try await ask("/assets/any/Part/short.css", [.acceptEncoding: coding])
            #expect(answer.headers[.contentEncoding] == nil)
            #expect(String(buffer: answer.body) == "a{}")
        }
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

    @Test("what says the same is known by its tag though its bytes differ")
    func sayingTheSame() async throws {
        let router = Router(context: WebContext.self)
        router.get("/page/:word") { request, context in
            SharedContent(
                "<p>\(context.parameters.get("word") ?? "")".utf8,
                type: "text/html",
                weakTag: "abc"
            )
            .response(to: request, [.vary: "Cookie", .contentSecurityPolicy: "default-src 'none'"])
        }
        try await Application(router: router).test(.router) { client in
            let first = try await client.executeRequest(
                uri: "/page/one",
                method: .get,
                headers: [:],
                body: nil
            )
            #expect(first.headers[.eTag] == "W/\"abc\"")
            #expect(first.headers[.vary] == "Accept-Encoding, Cookie")
            for tag in ["W/\"abc\"", "\"abc\""] {
                let headers: HTTPFields = [.ifNoneMatch: tag]
                let next = try await client.executeRequest(
                    uri: "/page/other",
                    method: .get,
                    headers: headers,
                    body: nil
                )
                #expect(next.status == .notModified)
                #expect(next.headers[.contentSecurityPolicy] == nil, "that of the first holds its nonce")
            }
        }
    }

    @Test func whatIsNotThereIsNotFound() async throws {
        for path in ["/assets/any/Part/page.mustache", "/assets/any/Part/none.js", "/assets/any/"] {
            #expect(try await ask(path).status == .notFound)
        }
    }
}
