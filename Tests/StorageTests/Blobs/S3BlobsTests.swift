import Base
import Foundation
import NIOHTTP1
@testable import Storage
import Testing
import TestSupport

/// What a bucket does that a folder does not; ``BlobsContractTests`` has what both do.
@Suite struct S3BlobsTests {
    typealias Answer = AnsweringStore.Answer

    private static let keys = ObjectStoreKeys(
        accessKey: Redacted("AKIAEXAMPLE"),
        secret: Redacted("a secret")
    )
    private static let digest = BlobDigest(of: [1, 2, 3])

    private static var hasty: ObjectStorePatience {
        var patience = TestBlobs.patient
        patience.pause = .milliseconds(1)
        return patience
    }

    private func bucket(at address: String) throws -> S3Blobs {
        S3Blobs(try S3Location(address), keys: Self.keys, patience: Self.hasty)
    }

    // MARK: - With the store that checks signatures and rights

    @Test(.enabled(if: TestBlobs.store != nil)) func theBucketMayBePartOfTheHostName() async throws {
        let store = try #require(TestBlobs.store)
        let address =
            store.address.replacingOccurrences(of: "127.0.0.1", with: "s3.localhost")
            .replacingOccurrences(of: "/?", with: "/by/host?") + "&addressing=host"
        let location = try S3Location(address)
        let blobs = S3Blobs(
            location,
            keys: store.keys,
            patience: TestBlobs.patient,
            names: ["files.s3.localhost": "127.0.0.1"]
        )

        let digest = try await blobs.store([1, 2, 3])

        #expect(location.host.hasPrefix("files.s3.localhost:"))
        #expect(try await blobs.content(of: digest) == [1, 2, 3])
        let byPath = store.address.replacingOccurrences(of: "/?", with: "/by/host?")
        #expect(
            try await S3Blobs(S3Location(byPath), keys: store.keys, patience: TestBlobs.patient).content(
                of: digest
            ) == [1, 2, 3]
        )
        try await blobs.remove(digest, unlessStoredSince: SystemClock().now + .seconds(60))
        #expect(try await blobs.missing([digest]) == [digest])
    }

    @Test(.enabled(if: TestBlobs.store != nil)) func aFolderThatWasCopiedIsFound() async throws {
        let store = try #require(TestBlobs.store)
        let location = try TestBlobs.location(store)
        let connection = S3Connection(location, keys: store.keys, patience: Self.hasty, clock: SystemClock())
        let key = location.prefix + Self.digest.place
        _ = try await connection.send("PUT", key, body: [1, 2, 3], digest: Self.digest, limit: 1000)
        let blobs = S3Blobs(location, keys: store.keys, patience: TestBlobs.patient)
        #expect(try await blobs.content(of: Self.digest) == [1, 2, 3])
        _ = try await blobs.store([1, 2, 3])
        try await blobs.remove(Self.digest, unlessStoredSince: SystemClock().now + .seconds(60))
        #expect(try await blobs.missing([Self.digest]) == [Self.digest])
    }

    @Test(.enabled(if: TestBlobs.store != nil)) func whatTheStoreRefusesSaysWhy() async throws {
        let store = try #require(TestBlobs.store)
        let wrongSecret = ObjectStoreKeys(accessKey: store.keys.accessKey, secret: Redacted("wrong"))
        let others = store.address.replacingOccurrences(of: "s3://files", with: "s3://others")
        let none = store.address.replacingOccurrences(of: "s3://files", with: "s3://files-nowhere")
        for (address, keys, cause) in [
            (store.address, wrongSecret, ObjectStoreError.secretWrong),
            (store.address, Self.keys, .keyUnknown),
            (others, store.keys, .accessDenied(to: "store objects")),
            (none, store.keys, .bucketMissing("files-nowhere")),
        ] {
            let blobs = S3Blobs(try S3Location(address), keys: keys, patience: Self.hasty)
            await #expect(throws: BlobError.unavailable(cause)) { try await blobs.store([1, 2, 3]) }
            await #expect(throws: BlobError.self) { try await blobs.content(of: Self.digest) }
        }
    }

    // MARK: - With answers that a store gives at its worst

    @Test func aBusyOrBrokenStoreIsAskedAgain() async throws {
        let answers = [
            .error(.serviceUnavailable, "SlowDown"), Answer(isCut: true), Answer(), .listing([]),
        ]
        try await AnsweringStore.with(answers) { store, address in
            let blobs = try bucket(at: address)
            #expect(try await blobs.store([1, 2, 3]) == Self.digest)
            #expect(store.requests.map(\.method) == [.PUT, .PUT, .PUT, .GET])
            #expect(
                Set(store.requests.prefix(3).map(\.uri)).count == 1,
                "each attempt writes the same object"
            )
            #expect(store.requests[0].headers.first(name: "x-amz-content-sha256") == Self.digest.hex)
        }
    }

    @Test func itIsGivenUpInTheEnd() async throws {
        let busy = Answer(status: .serviceUnavailable)
        try await AnsweringStore.with([busy, busy, busy, busy, Answer()]) { store, address in
            await #expect(throws: BlobError.unavailable(.busy(status: 503))) {
                try await bucket(at: address).store([1, 2, 3])
            }
            #expect(store.requests.count == 4)
        }
    }

    @Test func nobodyThereIsUnreachable() async throws {
        var gone = ""
        try await AnsweringStore.with([]) { _, address in gone = address }
        let error = await #expect(throws: BlobError.self) {
            try await bucket(at: gone).content(of: Self.digest)
        }
        guard case .unavailable(.unreachable) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test func aStoreThatSaysNothingIsNotWaitedForLongerThanAllowed() async throws {
        // A path that swallows everything: this address is for documentation and nobody has it.
        var patience = Self.hasty
        patience.connecting = .milliseconds(200)
        patience.altogether = .milliseconds(500)
        let location = try S3Location("s3://files?endpoint=http://192.0.2.1:9")
        let blobs = S3Blobs(location, keys: Self.keys, patience: patience)
        await #expect(throws: BlobError.self) { try await blobs.content(of: Self.digest) }
    }

    @Test(arguments: [
        (Answer.error(.insufficientStorage, "XMinioStorageFull"), BlobError.notWritable),
        (.error(.forbidden, "QuotaExceeded"), .notWritable),
        (.error(.forbidden, "RequestTimeTooSkewed"), .unavailable(.clockWrong)),
        (.error(.forbidden, "AccessDenied"), .unavailable(.accessDenied(to: "store objects"))),
        (
            .error(.badRequest, "AuthorizationHeaderMalformed", "<Region>eu-west-1</Region>"),
            .unavailable(.regionWrong(right: "eu-west-1"))
        ),
        (
            Answer(
                status: .movedPermanently,
                headers: ["x-amz-bucket-region": "eu-west-1", "Location": "/x"]
            ),
            .unavailable(.regionWrong(right: "eu-west-1"))
        ),
        (.error(.notFound, "NoSuchBucket"), .unavailable(.bucketMissing("files"))),
        (.error(.badRequest, "Odd"), .unavailable(.refused(status: 400, code: "Odd"))),
    ]) func aRefusalOfAnObjectSaysWhy(_ answer: Answer, _ error: BlobError) async throws {
        try await AnsweringStore.with([answer]) { store, address in
            await #expect(throws: error) { try await bucket(at: address).store([1, 2, 3]) }
            #expect(store.requests.count == 1, "it would not go better")
        }
    }

    @Test(arguments: [
        Answer(body: "<html>Sign in to the console</html>"), Answer(body: ""),
        Answer(body: "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>"),
        Answer(body: "<IsTruncated>false</IsTruncated><Contents><Key>ab</Key></Contents>"),
        Answer(body: String(repeating: " ", count: 5 * 1024 * 1024)),
    ]) func anAnswerThatIsNoListingIsTold(_ answer: Answer) async throws {
        try await AnsweringStore.with([answer]) { _, address in
            let error = await #expect(throws: BlobError.self) {
                try await bucket(at: address).content(of: Self.digest)
            }
            guard case .unavailable(.answerUnusable) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test func aLongListingIsReadToItsEnd() async throws {
        let place = Self.digest.place
        let answers: [Answer] = [
            .listing(["\(place).1", "notes.txt", "ab/short", "\(place)x"], next: "1&amp;2=="),
            .listing(["\(place).2"]), Answer(body: "\u{1}\u{2}\u{3}"),
        ]
        try await AnsweringStore.with(answers) { store, address in
            let blobs = try bucket(at: address)
            #expect(try await blobs.content(of: Self.digest) == [1, 2, 3])
            #expect(store.requests[1].uri.contains("continuation-token=1%262%3D%3D"))
            #expect(store.requests[2].uri == "/files/\(place).2", "the newest first")
        }
    }

    @Test func aCopyThatWasReplacedMeanwhileIsLookedForAgain() async throws {
        let place = Self.digest.place
        let answers: [Answer] = [
            .listing(["\(place).1"]), .error(.notFound, "NoSuchKey"), .listing(["\(place).2"]),
            Answer(body: "\u{1}\u{2}\u{3}"),
        ]
        try await AnsweringStore.with(answers) { _, address in
            let blobs = try bucket(at: address)
            #expect(try await blobs.content(of: Self.digest) == [1, 2, 3])
        }
    }

    @Test func aWholeCopyIsTakenWhereAnotherIsDamaged() async throws {
        let place = Self.digest.place
        let answers: [Answer] = [
            .listing(["\(place).1", "\(place).2"]), Answer(body: "12"), Answer(body: "\u{1}\u{2}\u{3}"),
        ]
        try await AnsweringStore.with(answers) { _, address in
            let blobs = try bucket(at: address)
            #expect(try await blobs.content(of: Self.digest) == [1, 2, 3])
        }
    }

    @Test(arguments: [
        ObjectStoreError.bucketMissing("files"), .accessDenied(to: "store objects"), .keyUnknown,
        .secretWrong,
        .clockWrong, .regionWrong(right: nil), .unreachable("refused"), .busy(status: 503),
        .answerUnusable("it is none"), .refused(status: 400, code: "Odd"),
    ]) func theCustomerIsNotToldTheCauseAndTheOperatorIs(_ cause: ObjectStoreError) {
        let error = BlobError.unavailable(cause)
        #expect(error.problem.code == "files_unavailable")
        #expect(error.problem.status == 503)
        let told = BlobError.operatorProblem(of: error)
        #expect(told.code.hasPrefix("object_store_"))
        #expect(told.advice != nil)
    }
}
