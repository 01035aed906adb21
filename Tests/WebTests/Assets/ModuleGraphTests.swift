import Testing
@testable import Web

@Suite struct ModuleGraphTests {
    @Test func whatIsImportedIsReachedOnceTheNearestFirst() {
        let graph = ModuleGraph([
            "A/Desk/desk.js": """
            /** Says `import "./nothing.js"`, which is only told. */
            import {
                inbox,
                row,
            } from "./inbox.js";
            import "../Timeline/feed.js";
            import { text } from "../../B/Client/strings.js";
            export { row } from "./row.js";
            export * from "./more.js";

            /** @typedef {import("./types.js").Row} Row */

            export const later = () => import("./later.js");
            export function imports() { return "import './none.js'"; }
            """,
            "A/Desk/inbox.js": "import { row } from \"./row.js\";\nimport { deep } from \"./deep.js\";\n",
            "A/Desk/deep.js": "import \"./desk.js\";\nimport \"./deep.js\";\nexport const deep = 1;\n",
            "A/Desk/row.js": "const row = 1;\nexport { row };\nconst name = \"row\";\n",
        ])
        let wanted = [
            "A/Desk/inbox.js", "A/Timeline/feed.js", "B/Client/strings.js", "A/Desk/row.js", "A/Desk/more.js",
            "A/Desk/deep.js",
        ]
        #expect(graph.reached(from: ["A/Desk/desk.js"]) == wanted)
        #expect(graph.reached(from: ["A/Desk/desk.js"]) == wanted, "as it was read the first time")
        #expect(graph.reached(from: ["A/Desk/inbox.js", "A/Desk/row.js"]).first == "A/Desk/deep.js")
        #expect(graph.reached(from: []) == [])
    }
}
