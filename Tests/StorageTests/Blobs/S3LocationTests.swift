@testable import Storage
import Testing

@Suite struct S3LocationTests {
    struct Reading: Sendable {
        let text: String
        let scheme: String
        let host: String
        let path: String
        let region: String
    }

    @Test(arguments: [
        Reading(
            text: "s3://files",
            scheme: "https",
            host: "files.s3.us-east-1.amazonaws.com",
            path: "/ab/cd",
            region: "us-east-1"
        ),
        Reading(
            text: "s3://files/desk/one/?region=eu-central-1",
            scheme: "https",
            host: "files.s3.eu-central-1.amazonaws.com",
            path: "/desk/one/ab/cd",
            region: "eu-central-1"
        ),
        Reading(
            text: "s3://my.files/desk?region=eu-central-1",
            scheme: "https",
            host: "s3.eu-central-1.amazonaws.com",
            path: "/my.files/desk/ab/cd",
            region: "eu-central-1"
        ),
        Reading(
            text: "s3://files?endpoint=http://127.0.0.1:9000",
            scheme: "http",
            host: "127.0.0.1:9000",
            path: "/files/ab/cd",
            region: "us-east-1"
        ),
        Reading(
            text: "s3://files?endpoint=http://[::1]:9000/",
            scheme: "http",
            host: "[::1]:9000",
            path: "/files/ab/cd",
            region: "us-east-1"
        ),
        Reading(
            text: "s3://files?endpoint=https%3A%2F%2Fstore.example&addressing=host&region=garage",
            scheme: "https",
            host: "files.store.example",
            path: "/ab/cd",
            region: "garage"
        ),
    ]) func isRead(_ reading: Reading) throws {
        let location = try S3Location(reading.text)
        #expect(location.scheme == reading.scheme)
        #expect(location.host == reading.host)
        #expect(location.path(location.prefix + "ab/cd") == reading.path)
        #expect(location.region == reading.region)
    }

    @Test(arguments: [
        "", "files", "https://files", "s3://", "s3:///prefix", "s3://Fi_les", "s3://ab",
        "s3://key:secret@files",
        "s3://files:9000", "s3://files#x", "s3://files/a%20b", "s3://files/存",
        "s3://files?endpoint=store.example",
        "s3://files?endpoint=ftp://store.example", "s3://files?endpoint=https://store.example/path",
        "s3://files?endpoint=https://key:secret@store.example", "s3://files?region=", "s3://files?region=a/b",
        "s3://files?addressing=dns", "s3://files?secret=hunter2", "s3://files?region=a&region=b",
        "s3://files?region",
    ]) func whatIsNoAddressIsRefusedAndNotRepeated(_ text: String) {
        let mistake = #expect(throws: S3Location.Mistake.self) { try S3Location(text) }
        #expect(mistake?.message.contains("hunter2") == false)
        #expect(mistake?.message.contains("secret@") == false)
    }
}
