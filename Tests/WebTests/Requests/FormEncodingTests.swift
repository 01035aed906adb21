import Testing
@testable import Web

@Suite struct FormEncodingTests {
    private typealias Field = FormEncoding.Field

    @Test func namesAndValuesAreDecoded() {
        let form = FormEncoding("value=a+b%20c%26&%71=%E4%BD%A0&empty=&bare&=nameless")
        #expect(
            form.fields == [
                Field(name: "value", value: "a b c&", written: "a b%20c%26"),
                Field(name: "q", value: "你", written: "%E4%BD%A0"),
                Field(name: "empty", value: "", written: ""),
                Field(name: "", value: "nameless", written: "nameless"),
            ]
        )
    }

    @Test(arguments: ["%", "%2", "%zz", "%C3%28", "%A9", "%é1", "a%"])
    func whatCannotBeDecodedHasNoValue(written: String) {
        let form = FormEncoding("q=\(written)&\(written)=q")
        #expect(form.fields == [Field(name: "q", value: nil, written: written)])
    }

    /// A sign that combines with a separator, or stands for one to whoever compares characters, hides nothing.
    @Test(arguments: ["\u{301}", "\u{200D}", "\u{600}", "\u{37E}"])
    func separatorsAreBytes(sign: String) {
        let form = FormEncoding("a=\(sign)1&\(sign)b=2\(sign)&c=+\(sign)")
        #expect(form.fields.map(\.name) == ["a", "\(sign)b", "c"])
        #expect(form.fields.map(\.value) == ["\(sign)1", "2\(sign)", " \(sign)"])
        #expect(form.fields(named: "c").count == 1)
        #expect(form.fields(named: "b").isEmpty)
    }
}
