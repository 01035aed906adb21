import Base
import Foundation
@testable import Knowledge
import Testing

@Suite("Examples of calls")
struct CallExampleTests {
    /// What would leave its place in one of the languages, if it could.
    private static let hostile = [
        "it's", "'; echo taken; '", "$(echo taken)", "`echo taken`", "a\\", "\\\"", "\"\"\"#",
        "\"\"\"##\n\\##(1)",
        "\\(1 + 1)", "two\nlines", "tab\tand\u{7F}\u{85}\u{2028}", "提币 😀", "{{mark}}", "-d@/etc/passwd",
        "@/etc/passwd",
        "#{x}", "%s%n", "\u{0}nul",
    ]

    private static func document(_ text: String) throws -> (APIEntry, APIDocument) {
        let quoted = JSONText.quoted(text)
        let document = try DescriptionSamples.read(
            """
            {"openapi": "3.0.0", "info": {"title": "a"}, "servers": [{"url": "https://api.example"}],
             "paths": {"/x/{id}": {"post": {
               "security": [{"key": []}],
               "parameters": [
                 {"name": "id", "in": "path", "required": true, "schema": {"type": "string", "example": \(quoted)}},
                 {"name": \(quoted), "in": "query", "required": true, "schema": {"enum": [\(quoted)]}}],
               "requestBody": {"content": {"application/json": {"example": {\(quoted): [\(quoted), 1.50, null, true]}}}},
               "responses": {}}}},
             "components": {"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-KEY"}}}}
            """
        )
        return (try #require(document.entries.first), document)
    }

    private static func source(_ language: CallExample.Language, _ text: String) throws -> String {
        let (entry, document) = try document(text)
        return try #require(CallExample.all(of: entry, in: document).first { $0.language == language }).source
    }

    /// Runs a program with a text on its standard input; what it writes.
    private static func run(_ arguments: [String], _ input: String) throws -> (status: Int32, output: String)
    {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        let (standardInput, standardOutput) = (Pipe(), Pipe())
        process.standardInput = standardInput
        process.standardOutput = standardOutput
        try process.run()
        standardInput.fileHandleForWriting.write(Data(input.utf8))
        try standardInput.fileHandleForWriting.close()
        let output = standardOutput.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }

    @Test("a shell passes on what is meant and runs nothing else", arguments: hostile)
    func shell(_ text: String) throws {
        let source = try Self.source(.curl, text)

        #expect(try Self.run(["bash", "-n"], source).status == 0)
        let told = try Self.run(["bash"], "curl() { printf '%s\\0' \"$@\"; }\n\(source)\n").output
        let arguments = told.split(separator: "\0", omittingEmptySubsequences: false).dropLast().map(
            String.init
        )

        let data = try #require(arguments.last)
        #expect(arguments.prefix(2) == ["--request", "POST"])
        #expect(
            arguments[3...6] == ["--header", "X-KEY: YOUR_KEY", "--header", "Content-Type: application/json"]
        )
        #expect(arguments.count == 9)
        let body = try JSONReader.read(Array(data.utf8))
        #expect(body.members?.all.map(\.name) == [text])
        #expect(body.members?.all.first?.value.list?.map(\.scalar) == [text, "1.50", nil, "true"])
    }

    @Test("Python passes on what is meant", arguments: hostile)
    func python(_ text: String) throws {
        let source = try Self.source(.python, text)
        let script = """
            import ast, json, sys, types
            source = sys.stdin.read()
            ast.parse(source)
            calls = []
            requests = types.ModuleType("requests")
            def request(method, url, headers, json):
                calls.append([method, url, headers, json])
                return types.SimpleNamespace(status_code=200, text="")
            requests.request = request
            sys.modules["requests"] = requests
            sys.stdout, told = sys.stderr, sys.stdout
            exec(compile(source, "example", "exec"), {})
            told.write(json.dumps(calls))
            """

        let run = try Self.run(["python3", "-c", script], source)

        #expect(run.status == 0)
        let call = try #require(try JSONReader.read(Array(run.output.utf8)).list?.first?.list)
        #expect(call[0].text == "POST")
        #expect(call[2]["X-KEY"]?.text == "YOUR_KEY")
        #expect(call[3].members?.all.map(\.name) == [text])
        #expect(call[3].members?.all.first?.value.list?.first?.text == text)
    }

    @Test("Swift takes every example for a program")
    func swift() throws {
        // One file for all: the compiler takes longer to start than to read.
        var program = ""
        for (number, text) in Self.hostile.enumerated() {
            let body = try Self.source(.swift, text).split(separator: "\n", omittingEmptySubsequences: false)
                .filter { !$0.hasPrefix("import ") }.joined(separator: "\n")
            program += "func example\(number)() async throws {\n\(body)\n}\n"
        }
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(
            "example-\(UUID().uuidString).swift"
        )
        defer { try? FileManager.default.removeItem(at: file) }  // What stays is in the temporary folder.
        try Data("import Foundation\n\(program)".utf8).write(to: file)

        #expect(try Self.run(["swiftc", "-frontend", "-parse", file.path], "").status == 0)
    }

    @Test("an address is made of the server, the path's values and what must be asked")
    func address() throws {
        let document = try DescriptionSamples.read(DescriptionSamples.openapi)
        let cancel = try #require(document.entry("delete-api-v3-order"))

        #expect(
            CallExample.address(of: cancel, in: document)
                == "https://api.sample.example/api/v3/order?orderId=1"
        )
    }

    @Test("a body is made of the schema, and a schema within itself ends")
    func body() throws {
        let document = try DescriptionSamples.read(DescriptionSamples.openapi)
        var example = ExampleValue(document)

        let body = example.make(APISchema(reference: "Order"))

        #expect(body["symbol"]?.text == "BTCUSDT")
        #expect(body["side"]?.text == "BUY")
        #expect(body.json.utf8.count < 2000)
    }

    @Test("a FIX message has what must be in it, its length and its sum")
    func fix() throws {
        let document = try DescriptionSamples.read(DescriptionSamples.fix)
        let order = try #require(document.entry("newordersingle"))

        let source = try #require(CallExample.all(of: order, in: document).first).source

        // 35=D, 54=1 and their separators are ten bytes.
        let head = "8=FIX.4.4|9=10|35=D|54=1|"
        let sum = head.replacing("|", with: "\u{1}").utf8.reduce(0) { $0 + Int($1) } % 256
        #expect(source == "\(head)10=\(String(format: "%03d", sum))|")
    }
}
