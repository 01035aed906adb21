import Testing
@testable import Web

@Suite struct StyleSheetTests {
    private let files = [
        "A/desk.css":
            "/* The desk. */\n@import \"frame.css\";\n@import \"case.css\";\n\n@layer desk { c {} }\n",
        "A/frame.css": "@layer a, b;\n@import \"tokens.css\";\na {}",
        "A/case.css": "@import \"frame.css\";\nb {}",
        "A/tokens.css": ":root {}",
        "A/plain.css": "/* As `@import \"frame.css\";` is written. */\np {}\n",
        "A/odd.css": "@import \"none.css\";\n@import url(\"frame.css\");\n@import \"frame.css\" print;\n",
        "A/loop.css": "@import \"loop.css\";\nl {}",
    ]

    @Test(arguments: [
        ("A/desk.css", "/* The desk. */\n@layer a, b;\n:root {}\na {}\nb {}\n\n@layer desk { c {} }\n"),
        ("A/loop.css", "l {}"),
    ])
    func whatIsImportedStandsInItsPlaceOnce(_ path: String, _ joined: String) {
        #expect(StyleSheet.joined(path, in: files) == joined)
    }

    @Test(arguments: ["A/plain.css", "A/odd.css", "A/tokens.css"])
    func theRestStaysAsItIs(_ path: String) {
        #expect(StyleSheet.joined(path, in: files) == files[path])
    }
}
