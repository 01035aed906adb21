/// A value that no log, error or debugger description shows: a password, a key, a token.
package struct Redacted<Value: Sendable>: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// The value itself; named so that reading it is a visible act.
    package let exposed: Value

    package init(_ value: Value) {
        self.exposed = value
    }

    package var description: String { "‹redacted›" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

extension Redacted: Equatable where Value: Equatable {}
