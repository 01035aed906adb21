import Base
import Testing
@testable import Web

@Suite struct MultipartFileTests {
    private let type = "multipart/form-data; boundary=----WebKitFormBoundaryX1"

    private func body(_ parts: [String], ending: String = "------WebKitFormBoundaryX1--\r\n") -> [UInt8] {
        Array((parts.map { "------WebKitFormBoundaryX1\r\n\($0)\r\n" }.joined() + ending).utf8)
    }

    private func part(_ name: String, _ content: String) -> String {
        "Content-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\nContent-Type: text/plain\r\n\r\n\(content)"
    }

    @Test func theFirstFileIsTaken() throws {
        let fields = "Content-Disposition: form-data; name=\"note\"\r\n\r\nfilename=nothing"
        let file = try MultipartFile(
            body: body([fields, part("截图; \"1\".png", "a\r\n--\r\nb"), part("two", "c")]),
            contentType: type
        )
        #expect(file.name == "截图; \"1\".png")
        #expect(file.content == Array("a\r\n--\r\nb".utf8))
    }

    @Test func anEmptyFileIsEmptyAndBytesStayAsTheyAre() throws {
        #expect(try MultipartFile(body: body([part("x", "")]), contentType: type).content.isEmpty)
        let bytes: [UInt8] = [0xFF, 0x00, 0x0D, 0x0A, 0x2D, 0x2D, 0x80]
        let raw =
            Array("--b\r\nContent-Disposition: form-data; filename=x\r\n\r\n".utf8) + bytes
            + Array("\r\n--b--".utf8)
        let file = try MultipartFile(
            body: raw,
            contentType: "Multipart/Form-Data; charset=utf-8; boundary=\"b\""
        )
        #expect(file.content == bytes)
        #expect(file.name == "x")
    }

    @Test(arguments: [
        "", "no form at all", "------WebKitFormBoundaryX1", "------WebKitFormBoundaryX1--\r\n",
        "------WebKitFormBoundaryX1\r\nContent-Disposition: form-data; filename=x",
        "------WebKitFormBoundaryX1\r\nContent-Disposition: form-data; filename=x\r\n\r\ncut off",
        "------WebKitFormBoundaryX1\r\nContent-Disposition: form-data; name=x\r\n\r\nno file\r\n------WebKitFormBoundaryX1--",
    ])
    func whatIsCutOffOrHoldsNoFileIsRefused(_ text: String) {
        let problem = #expect(throws: Problem.self) {
            try MultipartFile(body: Array(text.utf8), contentType: type)
        }
        #expect(problem?.code == "malformed_form")
    }

    @Test(arguments: ["multipart/form-data", "multipart/form-data; boundary=", "text/plain; boundary=x", ""])
    func withoutABoundaryThereIsNoForm(_ type: String) {
        #expect(throws: Problem.self) { try MultipartFile(body: body([part("x", "y")]), contentType: type) }
    }

    @Test func aThousandPartsEnd() {
        let many = [String](repeating: "Content-Disposition: form-data; name=\"a\"\r\n\r\nb", count: 1000)
        #expect(throws: Problem.self) { try MultipartFile(body: body(many), contentType: type) }
    }
}
