@testable import Safeguard
import Testing

@Suite struct CredentialScannerTests {
    private func found(_ text: String) -> [String] {
        let scalars = Array(text.unicodeScalars)
        return SecretDetector().find(in: text).map { finding in
            "\(finding.kind.rawValue) " + String(String.UnicodeScalarView(scalars[finding.range]))
        }
    }

    /// A sentence whose secret stands between braces.
    private func check(_ sentence: String, _ kind: SecretKind) {
        let text = sentence.replacing("{", with: "").replacing("}", with: "")
        let secret = sentence.split(separator: "{", omittingEmptySubsequences: false)[1].prefix { $0 != "}" }
        #expect(found(text) == ["\(kind.rawValue) \(secret)"], "\(sentence)")
    }

    @Test(
        "a password is what the words before it call one",
        arguments: [
            "my password is {hunter22}", "My password is {Tr0ub4dor&3}, it does not work",
            "password: {swordfish}", "Password={P@ssw0rd!x}",
            "pwd:{qwerty12}", "passwd = {abc123}", "login: bob password: {Summer2026}",
            "the password was \"{correcthorse}\"",
            "passcode is {884422}", "my PIN is {4432}", "pin: {123456}", "PIN code: {1234}",
            "passphrase: {Blue-Sky-42}",
            "API_PASSPHRASE={Moon2026x}", "api passphrase: {Moon2026x}", "OK-ACCESS-PASSPHRASE: {Moon2026x}",
            "密码是{abc12345}", "我的密码是{123456}，登不上去", "密码：{qwerty}", "登录密码 {abc12345}", "资金密码为{889900}",
            "密碼是{Passw0rd}",
            "my password is {123456} and it does not work", "password: {shadow123}", "密码：{shanghai2026}",
            "密码是{winter2026}", "password: {baseball1}", "pwd: {btc12345678}", "pincode: {4432}",
            "密码是{woaini}。", "口令：{zhima2026}", "账号 bob 密码 {Bob20268}", "{\"password\":\"{s3cretword}\"}",
            "trading password {Trade2026}", "password -> {abc123xyz}", "我的密码叫{xiaoming88}",
        ].map { $0.hasPrefix("{\"") ? String($0.dropFirst().dropLast()) : $0 }
    )
    func passwords(_ sentence: String) {
        check(sentence, .password)
    }

    @Test(
        "a one-time code is what the words around it call one",
        arguments: [
            "验证码 {123456}", "验证码是{4821}", "验证码：{482913}", "我收到的短信验证码是{482913}，对吗", "谷歌验证码 {482 913}",
            "动态码{482913}", "动态密码：{482913}",
            "2FA code: {123456}", "2fa {482913}", "my 2FA is {482913}", "OTP {482913}", "the otp is {4829}",
            "verification code {482913} please",
            "Verification code: {G-482913}", "Google Authenticator code is {482 913}",
            "google authenticator {482913}", "sms code I received {482913}",
            "my code is {482913}", "security code = {4829}", "one-time password: {482913}",
            "my verification code is {482913} and it says invalid", "OTP {482913} timed out",
            "verificationCode: {482913}", "smscode {482913}", "备份码：{48291375}", "備份碼：{48291375}",
            "{482913} is my verification code",
            "{482913}是验证码", "{482913}是我的谷歌验证码", "backup code: {48291375}", "cvv {123}", "CVC: {1234}",
            "驗證碼：{482913}",
        ]
    )
    func codes(_ sentence: String) {
        check(sentence, .oneTimeCode)
    }

    @Test(
        "the keys of an API are what the words before them call so",
        arguments: [
            "api key: {vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A}",
            "apiSecret={NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP}",
            "API密钥：{d5f8a9b2c3e4f607}", "secret key is {0a1b2c3d4e5f60718293}",
            "SECRET_KEY=\"{AbCdEf0123456789+/==}\"",
            "access key {AKIA0123456789ABCDEF}", "我的API密钥是{8f14e45fceea167a5a36dedd4bea2543}",
            "accessToken: {0a1b2c3d4e5f60718293}", "secretAccessKey={0a1b2c3d4e5f60718293}",
            "clientSecret: {0a1b2c3d4e5f60718293}", "api key {3e4f607182930a1b2c3d4e5f60718293}",
            "okx api key {7f2a9c1e-5b3d-4e8f-9a6b-1c2d3e4f5a6b}",
            "secret: {8F14E45FCEEA167A5A36DEDD4BEA2543}", "X-MBX-APIKEY: {vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zv}",
        ]
    )
    func apiKeys(_ sentence: String) {
        check(sentence, .apiKey)
    }

    @Test("a key, its secret and its passphrase are hidden each")
    func triple() {
        let text = """
            {"apiKey": "7f2a9c1e-5b3d-4e8f-9a6b-1c2d3e4f5a6b", "secretKey": "8F14E45FCEEA167A5A36DEDD4BEA2543", "passphrase": "Moon2026!"}
            """
        #expect(
            found(text) == [
                "api_key 7f2a9c1e-5b3d-4e8f-9a6b-1c2d3e4f5a6b", "api_key 8F14E45FCEEA167A5A36DEDD4BEA2543",
                "password Moon2026!",
            ]
        )
    }

    @Test(
        "questions and talk about them stay readable",
        arguments: [
            "I forgot my password", "my password is not working", "my password is wrong",
            "password: forgot it", "Reset password: please help",
            "my password was changed 2 days ago", "password must be 8-16 characters",
            "the password is 8 characters long", "password is incorrect!",
            "what is a seed phrase", "a code was sent to me but does not arrive",
            "verification code not received", "the verification code is 6 digits",
            "my verification code expired after 60 seconds", "OTP not received for 3 days",
            "I requested the OTP 5 times", "2FA since 2021",
            "2FA code for 13812345678", "error code: 100234", "error code 50011",
            "{\"code\":\"100001\",\"msg\":\"invalid\"}", "promo code 482913",
            "my code gives error 482913", "country code 8613", "zip code 94103", "deliver to pin code 851133",
            "pin 3 times", "PIN is blocked",
            "security code 100 USDT", "verification code 123456789012", "code 482913 USDT",
            "google authenticator 5.10", "otp 2000 USD",
            "the 'password' field is empty", "enter your password (8-16 characters)", "password: ********",
            "password: <password>",
            "password=${PASSWORD}", "password: xxxxxx", "password: name@example.com",
            "password: https://example.com/reset2", "passphrase BIP39",
            "password SHA256", "api key: where can I find it?", "API key: your_api_key_0123456789",
            "what is an api key", "secret key permissions",
            "api key 0x52908400098527886E0F7030069857D2E4169EE7",
            "public key: 02b4632d08485ff1df2db55b9dafd23347d1c47a457072a1e87be26896549a8737",
            "忘记密码 13812345678", "重置密码 48291375", "密码 13812345678", "I forgot my password\nUID12345678",
            "reset password 0x52908400098527886E0F7030069857D2E4169EE7",
            "有地址没有私钥 TJRyWwFs9wTFGZg3JbrVriFbNfCug5tDeC",
            "otp 8 to 16 digits", "password 8 and 10 times", "password: sha256", "password: aes-256",
            "我忘记密码了", "密码错误", "密码是什么", "密码：请输入", "密码是6-20位", "密码为8位数字", "密码是多少位", "密码输错5次", "密码 2026年修改过",
            "修改密码24小时内不能提币",
            "验证码收不到", "验证码60秒后过期", "验证码发到13812345678了", "验证码是6位数字", "收不到验证码，错误码100234", "谷歌验证器丢了", "验证码2026年",
            "邀请码482913",
            "订单482913", "充值1000USDT，验证码没收到", "API 密钥在哪里创建", "api key 权限怎么设置", "密钥长度256位", "密码学基础",
            "我没有设置过密码 iphone14",
            "UID 482913 验证码不对", "482913是订单号", "482913 is the order", "my uid is 48291375",
        ]
    )
    func ordinary(_ text: String) {
        #expect(found(text) == [])
    }
}
