import Base
import Storage
import Testing

/// The examples that Amazon publishes, with every intermediate value.
///
/// Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
@Suite struct RequestSignatureTests {
    struct Example: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let request: SignableRequest
        let canonical: String
        /// The SHA-256 of `canonical`, the last line of what is signed.
        let canonicalDigest: String
        let signedHeaders: String
        let signature: String
    }

    static let noBody = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    static let welcome = "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072"
    static let host = "examplebucket.s3.amazonaws.com"

    static let examples = [
        Example(
            testDescription: "GET Object",
            request: SignableRequest(
                method: "GET",
                path: "/test.txt",
                headers: ["host": host, "range": "bytes=0-9"],
                bodyDigest: noBody
            ),
            canonical: """
                GET
                /test.txt

                host:examplebucket.s3.amazonaws.com
                range:bytes=0-9
                x-amz-content-sha256:\(noBody)
                x-amz-date:20130524T000000Z

                host;range;x-amz-content-sha256;x-amz-date
                \(noBody)
                """,
            canonicalDigest: "7344ae5b7ee6c3e7e6b0fe0640412a37625d1fbfff95c48bbb2dc43964946972",
            signedHeaders: "host;range;x-amz-content-sha256;x-amz-date",
            signature: "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
        ),
        Example(
            testDescription: "PUT Object",
            request: SignableRequest(
                method: "PUT",
                path: RequestSignature.encoded("/test$file.text", keepingSlashes: true),
                headers: [
                    "host": host, "date": "Fri, 24 May 2013 00:00:00 GMT",
                    "x-amz-storage-class": "REDUCED_REDUNDANCY",
                ],
                bodyDigest: welcome
            ),
            canonical: """
                PUT
                /test%24file.text

                date:Fri, 24 May 2013 00:00:00 GMT
                host:examplebucket.s3.amazonaws.com
                x-amz-content-sha256:\(welcome)
                x-amz-date:20130524T000000Z
                x-amz-storage-class:REDUCED_REDUNDANCY

                date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class
                \(welcome)
                """,
            canonicalDigest: "9e0e90d9c76de8fa5b200d8c849cd5b8dc7a3be3951ddb7f6a76b4158342019d",
            signedHeaders: "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
            signature: "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"
        ),
        Example(
            testDescription: "GET Bucket Lifecycle",
            request: SignableRequest(
                method: "GET",
                path: "/",
                query: ["lifecycle": ""],
                headers: ["host": host],
                bodyDigest: noBody
            ),
            canonical: """
                GET
                /
                lifecycle=
                host:examplebucket.s3.amazonaws.com
                x-amz-content-sha256:\(noBody)
                x-amz-date:20130524T000000Z

                host;x-amz-content-sha256;x-amz-date
                \(noBody)
                """,
            canonicalDigest: "9766c798316ff2757b517bc739a67f6213b4ab36dd5da2f94eaebf79c77395ca",
            signedHeaders: "host;x-amz-content-sha256;x-amz-date",
            signature: "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"
        ),
        Example(
            testDescription: "GET Bucket (List Objects)",
            request: SignableRequest(
                method: "GET",
                path: "/",
                query: ["prefix": "J", "max-keys": "2"],
                headers: ["host": host],
                bodyDigest: noBody
            ),
            canonical: """
                GET
                /
                max-keys=2&prefix=J
                host:examplebucket.s3.amazonaws.com
                x-amz-content-sha256:\(noBody)
                x-amz-date:20130524T000000Z

                host;x-amz-content-sha256;x-amz-date
                \(noBody)
                """,
            canonicalDigest: "df57d21db20da04d7fa30298dd4488ba3a2b47ca3a489c74750e0f1e7df1b9b7",
            signedHeaders: "host;x-amz-content-sha256;x-amz-date",
            signature: "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"
        ),
    ]

    @Test(arguments: examples) func signsAsPublished(_ example: Example) throws {
        let signature = RequestSignature(
            keys: ObjectStoreKeys(
                accessKey: Redacted("AKIAIOSFODNN7EXAMPLE"),
                secret: Redacted("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
            ),
            region: "us-east-1"
        )
        let moment = try #require(Instant(rfc3339: "2013-05-24T00:00:00Z"))

        var signed = signature.signed(example.request, at: moment)

        #expect(
            signed.headers.removeValue(forKey: "authorization") == """
                AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,\
                SignedHeaders=\(example.signedHeaders),Signature=\(example.signature)
                """
        )
        #expect(RequestSignature.canonical(signed) == example.canonical)
        #expect(
            signature.stringToSign(signed, at: moment) == """
                AWS4-HMAC-SHA256
                20130524T000000Z
                20130524/us-east-1/s3/aws4_request
                \(example.canonicalDigest)
                """
        )
    }

    @Test(arguments: [
        ("AZaz09-._~", "AZaz09-._~"), ("a b+c/d", "a%20b%2Bc%2Fd"), ("存", "%E5%AD%98"), ("=&%", "%3D%26%25"),
    ]) func encodesAllButTheUnreserved(_ text: String, _ encoded: String) {
        #expect(RequestSignature.encoded(text) == encoded)
    }

    @Test func theQueryIsSortedAndEncoded() {
        let request = SignableRequest(
            method: "GET",
            path: "/",
            query: ["prefix": "a/b c", "list-type": "2", "Prefix": "", "continuation-token": "1&2="],
            headers: [:],
            bodyDigest: Self.noBody
        )
        #expect(request.queryText == "Prefix=&continuation-token=1%262%3D&list-type=2&prefix=a%2Fb%20c")
    }

    @Test func keysAreNotShown() {
        let keys = ObjectStoreKeys(accessKey: Redacted("AKIASHOWN"), secret: Redacted("hunter2hunter2"))
        var shown = "\(keys) \(String(reflecting: keys))"
        dump(keys, to: &shown)
        #expect(!shown.contains("AKIASHOWN") && !shown.contains("hunter2"))
    }
}
