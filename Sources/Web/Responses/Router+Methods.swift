import Base
package import Hummingbird
import HTTPTypes

extension Router where Context == WebContext {
    /// Answers the methods that a known address does not take with 405 and `Allow` (RFC 9110 §15.5.6), where the router
    /// would say that there is nothing.
    ///
    /// Called once, after the last route.
    package func refuseOtherMethods() {
        var methods: [HTTPRequest.Method] = [
            .get, .head, .post, .put, .patch, .delete, .options, .trace, .connect,
        ]
        // The HTTP working group's safe method with a body.
        if let query = HTTPRequest.Method("QUERY") { methods.append(query) }
        let byPath = Dictionary(grouping: routes) { $0.path.description }
        for known in byPath.values {
            guard let path = known.first?.path else { continue }
            var taken = Set(known.map(\.method))
            // The router makes HEAD from GET.
            if taken.contains(.get) { taken.insert(.head) }
            let allowed = taken.map(\.rawValue).sorted().joined(separator: ", ")
            for method in methods where !taken.contains(method) {
                on(path, method: method) { _, _ -> Response in
                    throw Problem(
                        405,
                        "method_not_allowed",
                        "This address does not take that method.",
                        try: "It takes \(allowed).",
                        headers: ["Allow": allowed]
                    )
                }
            }
        }
    }
}
