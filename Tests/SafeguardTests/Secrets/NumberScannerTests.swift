@testable import Safeguard
import Testing

@Suite struct NumberScannerTests {
    private func found(_ text: String) -> [String] {
        let scalars = Array(text.unicodeScalars)
        return SecretDetector().find(in: text).map { finding in
            "\(finding.kind.rawValue) " + String(String.UnicodeScalarView(scalars[finding.range]))
        }
    }

    // MARK: Cards

    @Test(
        "a bank card is found however it is written",
        arguments: [
            "4450612310077283", "5137832661663048", "2223940326991027", "373740954611133", "6011930955972973",
            "3530926224393321", "36836791601102", "6222028436469748212", "6217002378991433014",
            "9558804673002458925",
            "2200152758929007", "4450 6123 1007 7283", "4450-6123-1007-7283", "3737 409546 11133",
            "6222 0284 3646 9748 212",
        ]
    )
    func cards(_ number: String) {
        for text in ["#", "my card # was declined", "我的银行卡号是#，为什么提不了", "卡号：#。", "card no.: #", "1. # 2. ok"] {
            #expect(found(text.replacing("#", with: number)) == ["card_number \(number)"], "\(text)")
        }
    }

    @Test(
        "a number that is no card stays",
        arguments: [
            // A wrong check digit, an unknown issuer, other lengths, odd grouping.
            "4450612310077284", "9450612310077283", "445061231007728", "44506123100772831234",
            "44 5061 2310 0772 83",
            "4450 6123-1007 7283", "4450.6123.1007.7283", "0x4450612310077283", "4450612310077283USDT",
            "a4450612310077283",
            "4450612310077283.55", "1.4450612310077283", "#4450612310077283", "$4450612310077283",
            // Times, telephone numbers, orders.
            "1764140400000", "20261126153000", "+86 138 1234 5678", "13812345678 13912345678",
            "0086 13812345678", "2026-11-26 15:30:00",
        ]
    )
    func noCards(_ number: String) {
        for text in ["#", "see # please", "号码#"] {
            #expect(found(text.replacing("#", with: number)) == [], "\(text)")
        }
    }

    @Test(
        "an order or UID that passes for a card by chance stays where the words say what it is",
        arguments: [
            "order 4450612310077283", "Order ID: 4450612310077283", "UID 4450612310077283",
            "订单号：4450612310077283",
            "my trade 4450612310077283 failed", "交易流水号 6222028436469748212", "工单编号6217002378991433014",
            "txid=4450612310077283", "6222028436469748212是我的订单号", "委托编号6222028436469748212",
            "订单号 110105194912310038", "memo 4450612310077283",
        ]
    )
    func orders(_ text: String) {
        #expect(found(text) == [])
    }

    @Test("a card that is named after an order is a card")
    func nearest() {
        #expect(found("order failed, card 4450612310077283") == ["card_number 4450612310077283"])
        #expect(found("订单失败，银行卡6222028436469748212") == ["card_number 6222028436469748212"])
        for text in ["refund to 4450612310077283", "account blocked 4450612310077283"] {
            #expect(found(text) == ["card_number 4450612310077283"], "\(text)")
        }
        #expect(found("订单失败，身份证110105194912310038") == ["identity_number 110105194912310038"])
    }

    // MARK: Identity numbers

    @Test(
        "a Chinese identity number is found",
        arguments: [
            "11010519491231002X", "11010519491231002x", "440301199003077755", "310115200002290128",
            "510107198506153319",
            "110105194912310038", "440301 19900307 7755", "110105 19491231 002X",
        ]
    )
    func identities(_ number: String) {
        for text in ["#", "身份证号是#，请核实", "my ID is #.", "身份证：#"] {
            #expect(found(text.replacing("#", with: number)) == ["identity_number \(number)"], "\(text)")
        }
    }

    @Test(
        "18 digits with a wrong check digit, region or date stay",
        arguments: [
            "110105194912310021", "990105194912310020", "110105194913310020", "110105190002290025",
            "11010519491231002", "440301199003077756",
            "4403011990030777551", "order440301199003077755", "110105180012310027",
        ]
    )
    func noIdentities(_ number: String) {
        #expect(found("号码 \(number) 查询") == [])
    }

    @Test("a date that no calendar has is none")
    func calendar() {
        let base = [3, 1, 0, 1, 1, 5, 2, 0, 0, 1, 0, 2, 2, 9, 0, 1, 2]
        #expect(!(0...10).contains { IdentityNumber.isValid(base + [$0]) })
        let leap = [3, 1, 0, 1, 1, 5, 2, 0, 0, 0, 0, 2, 2, 9, 0, 1, 2]
        #expect((0...10).contains { IdentityNumber.isValid(leap + [$0]) })
    }
}
