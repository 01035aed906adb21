/**
 * What fraudsters ask for: codes, wallets and their secrets, sending money somewhere. Words of both languages, for
 * people mix them.
 */
const RISK = new RegExp(
    [
        "\\b(?:verification|security|one[- ]?time|sms|2fa|otp|auth(?:enticator)?|google)\\s+codes?\\b",
        "\\botp\\b",
        "\\bpass(?:word|phrase)s?\\b",
        "\\b(?:seed|recovery|mnemonic|secret)\\s+(?:phrase|words?|key)s?\\b",
        "\\bprivate\\s+keys?\\b",
        "\\bwallet\\s*(?:address|connect)?\\b",
        "\\b(?:safe|secure)\\s+(?:account|address)\\b",
        "\\b(?:transfer|send|move)\\b[^.?!\\n]{0,30}\\b(?:funds?|coins?|crypto|money|usdt|btc|eth|address|account)\\b",
        "验证码|校验码|动态码|谷歌码|短信码",
        "密码|口令|助记词|私钥|密钥",
        "钱包",
        "安全账户|安全账号|安全地址",
        "转账|转到|转至|转出|打款|汇款",
    ].join("|"),
    "iu",
);

/**
 * Whether a text mentions codes, wallets or transfers, so that the reminder about fraud belongs after it.
 *
 * @param {string} text
 */
export function mentionsRisk(text) {
    return RISK.test(text.slice(0, 4000));
}
