import Testing
@testable import Trust

/// How alike names look.
@Suite struct LikenessTests {
    @Test(arguments: [
        ("demo", "demo", 0), ("demo", "dmo", 1), ("demo", "deom", 1), ("demo", "demos", 1),
        ("demo", "dome", 2),
        ("", "ab", 2), ("demo", "exchange", 3), ("abcdef", "badcfe", 3), ("ca", "abc", 3),
    ])
    func changes(_ left: String, _ right: String, _ expected: Int) {
        #expect(Likeness.distance(left, right, limit: 2) == min(expected, 3))
        #expect(Likeness.distance(right, left, limit: 2) == min(expected, 3))
    }

    @Test(arguments: [
        ("demo", "dеmo"), ("demo", "DEMO"), ("demo", "dem0"), ("modern", "rnodern"), ("will", "vvi1l"),
        ("paypal", "ρаураl"),
        ("demo", "ｄｅｍｏ"), ("l", "1"), ("sale", "5a1e"),
    ])
    func looksAlike(_ left: String, _ right: String) {
        #expect(Likeness.fold(left) == Likeness.fold(right))
    }

    @Test(arguments: [("demo", "dome"), ("exchange", "exchanges"), ("a", "b"), ("你好", "您好")])
    func looksDifferent(_ left: String, _ right: String) {
        #expect(Likeness.fold(left) != Likeness.fold(right))
    }
}
