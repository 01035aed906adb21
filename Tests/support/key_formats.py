"""Private keys, API keys, cards and identity numbers as their own standards write them, made from a seed by other code than
the server's: definitions written down once more, `mnemonic` for extended keys and `cryptography` for curves and PEM.
"""

import base64
import binascii
import hashlib
import json
import random
import string
import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, x25519
from mnemonic import Mnemonic

BITCOIN = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
RIPPLE = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz"
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


class Made(NamedTuple):
    """One message and the secrets in it, each once."""

    message: str
    secrets: list[str]


def base58(content: bytes, alphabet: str = BITCOIN) -> str:
    value, text = int.from_bytes(content, "big"), ""
    while value:
        value, digit = divmod(value, 58)
        text = alphabet[digit] + text
    return alphabet[0] * (len(content) - len(content.lstrip(b"\0"))) + text


def base58_checked(payload: bytes, alphabet: str = BITCOIN) -> str:
    return base58(payload + hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:4], alphabet)


def _base58_read(text: str) -> bytes:
    value = 0
    for digit in text:
        value = value * 58 + BITCOIN.index(digit)
    return value.to_bytes((value.bit_length() + 7) // 8, "big")


def bech32(prefix: str, content: bytes) -> str:
    """BIP-173, with as many characters as it needs (NIP-19 lifts the limit of 90)."""
    bits = "".join(f"{byte:08b}" for byte in content)
    bits += "0" * (-len(bits) % 5)
    values = [int(bits[start : start + 5], 2) for start in range(0, len(bits), 5)]
    expanded = [ord(each) >> 5 for each in prefix] + [0] + [ord(each) & 31 for each in prefix]
    sum_ = 1
    for value in expanded + values + [0] * 6:
        top = sum_ >> 25
        sum_ = (sum_ & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            sum_ ^= generator if top >> bit & 1 else 0
    sum_ ^= 1
    return prefix + "1" + "".join(_BECH32[value] for value in values + [sum_ >> 5 * (5 - place) & 31 for place in range(6)])


# Sentences around a key that needs none of them to be known, and around digits that do.
_ANY = {
    "en": [
        "my key {} ok", "{}", "hi, is this the right one? {} I cannot import it", "I pasted {}, the app says it is invalid",
        "it is \"{}\" as you can see", "please look at {}.", "withdrawal failed and support asked me for ({})", "key={}",
    ],
    "zh": [
        "这是{}，请看", "你好，我导入{}以后看不到余额", "{}这个对吗？", "我备份的是：{}。", "提币失败，我把“{}”发给你们", "请帮我看一下 {} 谢谢",
        "就是{}", "钱包里显示的是（{}）",
    ],
}  # fmt: skip
_CALLED = {
    "en": [
        "my private key is {}", "Private key: {}", "here is the private key of my wallet: {} please help",
        "private key {}, I cannot import it", "the secret key: {}", "PRIVATE_KEY={}", "{} is my private key",
        "the deposit is missing, my private key is {}",
    ],
    "zh": [
        "我的私钥是{}", "私钥：{}", "我的钱包私钥{}导入不了", "{}是我的私钥", "密钥：{}，帮我看看", "这是私钥 {} 请帮我导入", "私鑰是{}",
        "充值没到账，我的私钥是{}",
    ],
}  # fmt: skip


def _one_of(sentences: list[str], number: int) -> str:
    """Each as often, and in other company every 50 numbers: what is said goes by the number as well."""
    return sentences[(number // 2 + number // 50) % len(sentences)]


def _said(number: int, secret: str, around: dict[str, list[str]] = _ANY) -> Made:
    """In English and Chinese by turns, in each sentence as often."""
    sentences = around["zh" if number % 2 else "en"]
    return Made(_one_of(sentences, number).replace("{}", secret), [secret])


def import_format(chance: random.Random, number: int) -> Made:
    """WIF: Bitcoin's two nets, Litecoin's, Dogecoin's; of an uncompressed key and of a compressed one."""
    version = bytes([[0x80, 0xEF, 0xB0, 0x9E][number // 2 % 4]])
    return _said(number, base58_checked(version + chance.randbytes(32) + (b"\x01" if number // 8 % 2 else b"")))


# SLIP-132.
_EXTENDED = {"xprv": "0488ade4", "yprv": "049d7878", "zprv": "04b2430c", "tprv": "04358394", "uprv": "044a4e28", "vprv": "045f18bc"}


def extended(chance: random.Random, number: int) -> Made:
    prefix = list(_EXTENDED)[number // 2 % len(_EXTENDED)]
    master = _base58_read(Mnemonic.to_hd_master_key(chance.randbytes(64)))[:-4]
    key = base58_checked(bytes.fromhex(_EXTENDED[prefix]) + master[4:])
    assert key.startswith(prefix)
    return _said(number, key)


def bech32_key(chance: random.Random, number: int) -> Made:
    """Nostr's (NIP-19, NIP-49), Sui's and age's."""
    kind = number // 2 % 4
    if kind == 0:
        return _said(number, bech32("nsec", chance.randbytes(32)))
    if kind == 1:
        return _said(number, bech32("ncryptsec", b"\x02" + chance.randbytes(90)))
    if kind == 2:
        return _said(number, bech32("suiprivkey", bytes([chance.randrange(3)]) + chance.randbytes(32)))
    return _said(number, bech32("age-secret-key-", chance.randbytes(32)).upper())


def seed_of_a_ledger(chance: random.Random, number: int) -> Made:
    """Stellar's (SEP-23), XRP's of both kinds, Tezos', and BIP-38's."""
    kind = number // 2 % 5
    if kind == 0:
        payload = bytes([18 << 3]) + chance.randbytes(32)
        return _said(number, base64.b32encode(payload + binascii.crc_hqx(payload, 0).to_bytes(2, "little")).decode())
    if kind == 1:
        return _said(number, base58_checked(b"\x21" + chance.randbytes(16), RIPPLE))
    if kind == 2:
        return _said(number, base58_checked(b"\x01\xe1\x4b" + chance.randbytes(16), RIPPLE))
    if kind == 3:
        return _said(number, base58_checked(b"\x0d\x0f\x3a\x07" + chance.randbytes(32)))
    flags = b"\x01\x42" + chance.choice([b"\xc0", b"\xe0"]) if number % 4 < 2 else b"\x01\x43" + chance.choice([b"\x00", b"\x20", b"\x04"])
    return _said(number, base58_checked(flags + chance.randbytes(36)))


def key_pair(chance: random.Random, number: int) -> Made:
    """Solana's: a seed and the public key that follows from it, in Base58 or as the numbers of `id.json`."""
    seed = chance.randbytes(32)
    public = ed25519.Ed25519PrivateKey.from_private_bytes(seed).public_key()
    whole = seed + public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    if number // 2 % 2:
        return _said(number, [",", ", "][number // 4 % 2].join(str(byte) for byte in whole).join("[]"))
    return _said(number, base58(whole))


def hexadecimal(chance: random.Random, number: int) -> Made:
    digits = chance.randbytes(32).hex()
    return _said(number, [digits, digits.upper(), "0x" + digits][number // 2 % 3], _CALLED)


def keystore(chance: random.Random, number: int) -> Made:
    """Web3's secret storage, versions 3, as wallets write it."""
    def drawn(size: int) -> str:
        return chance.randbytes(size).hex()

    if number // 2 % 2:
        derived = {"kdf": "scrypt", "kdfparams": {"dklen": 32, "n": 262144, "p": 1, "r": 8, "salt": drawn(32)}}
    else:
        derived = {"kdf": "pbkdf2", "kdfparams": {"c": 262144, "dklen": 32, "prf": "hmac-sha256", "salt": drawn(32)}}
    sealed = {"cipher": "aes-128-ctr", "cipherparams": {"iv": drawn(16)}, "ciphertext": drawn(32), **derived, "mac": drawn(32)}
    members = {"address": drawn(20), ["crypto", "Crypto"][number // 4 % 2]: sealed, "id": str(uuid.UUID(bytes=chance.randbytes(16))), "version": 3}
    parts = list(members.items())
    chance.shuffle(parts)
    # A message is one line of the file that is evaluated; a lone carriage return is a line's end within it.
    text = json.dumps(dict(parts), indent=[None, 2][number // 8 % 2]).replace("\n", "\r")
    return _said(number, text)


def pem(chance: random.Random, number: int) -> Made:
    kind = number // 2 % 5
    form = serialization.PrivateFormat.PKCS8
    if kind < 3:
        curve = [ec.SECP256K1(), ec.SECP256R1(), ec.SECP384R1()][kind]
        key = ec.derive_private_key(int.from_bytes(chance.randbytes(31), "big") + 1, curve)
        form = [form, serialization.PrivateFormat.TraditionalOpenSSL][number // 10 % 2]
    else:
        of = [ed25519.Ed25519PrivateKey, x25519.X25519PrivateKey][kind - 3]
        key = of.from_private_bytes(chance.randbytes(32))
    text = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode().strip()
    return _said(number, text.replace("\n", ["\r", " ", "\\n"][number // 20 % 3]))


def _letters(chance: random.Random, length: int, alphabet: str = string.ascii_letters + string.digits) -> str:
    """With a letter and a digit among them, as what is drawn by an exchange nearly always has."""
    while True:
        text = "".join(chance.choices(alphabet, k=length))
        if any(each.isdigit() for each in text) and any(each.isalpha() for each in text):
            return text


def _base64(chance: random.Random, size: int) -> str:
    return base64.b64encode(chance.randbytes(size)).decode()


# An API key, its secret and its passphrase, as exchanges hand them out.
_MAKERS: list[Callable[[random.Random], tuple[str, str]]] = [
    lambda chance: (_letters(chance, 64), _letters(chance, 64)),
    lambda chance: (str(uuid.UUID(bytes=chance.randbytes(16), version=4)), chance.randbytes(16).hex().upper()),
    lambda chance: (_letters(chance, 18), _letters(chance, 36)),
    lambda chance: (chance.randbytes(12).hex(), str(uuid.UUID(bytes=chance.randbytes(16), version=4))),
    lambda chance: (chance.randbytes(16).hex(), chance.randbytes(32).hex()),
    lambda chance: ("bg_" + chance.randbytes(16).hex(), chance.randbytes(32).hex()),
    lambda chance: (_base64(chance, 42), _base64(chance, 64)),
]
_TRIPLES = {
    "en": [
        "API key: {0}, secret key: {1}, passphrase: {2}", "{{\"apiKey\": \"{0}\", \"secretKey\": \"{1}\", \"passphrase\": \"{2}\"}}",
        "my api key is {0} and the api secret is {1} and my passphrase is {2}", "API_KEY={0}\rAPI_SECRET={1}\rAPI_PASSPHRASE={2}",
        "apikey = \"{0}\"; secretkey = \"{1}\"; password = \"{2}\"", "Access Key: {0}\rSecret Key: {1}\rPassphrase: {2}\rwhy is it invalid?",
    ],
    "zh": [
        "API key：{0}，secret key：{1}，passphrase：{2}", "我的API密钥是{0}，私钥是{1}，密码是{2}，一直报错",
        "API Key: {0}\rSecret Key: {1}\r密码：{2}\r签名错误怎么办", "api key {0} api secret {1} 口令：{2} 帮我看看",
        "access key：{0} 密钥：{1} 密码：{2}", "{{\"apiKey\":\"{0}\",\"secretKey\":\"{1}\",\"passphrase\":\"{2}\"}} 这样对吗",
    ],
}  # fmt: skip


def triple(chance: random.Random, number: int) -> Made:
    key, secret = _MAKERS[number // 2 % len(_MAKERS)](chance)
    phrase = _letters(chance, chance.randint(8, 20))
    # Within: a sign at the end of a sentence may be the sentence's.
    phrase = phrase[:5] + chance.choice(["", "!", "#", "$", "@"]) + phrase[5:]
    sentences = _TRIPLES["zh" if number % 2 else "en"]
    made = [key, secret, phrase]
    return Made(_one_of(sentences, number).format(*made), made)


_CARDS = {
    "en": [
        "my card {} was declined", "card number: {}", "I paid with {} and nothing arrived", "{}", "why does it refuse my visa {}?",
        "refund it to {} please", "is {} supported?", "the bank says {} is fine.",
    ],
    "zh": [
        "我的银行卡号是{}，为什么提不了", "卡号：{}。", "{}这张卡不能用", "绑定{}失败", "请退款到银行卡{}", "我用{}付款，没有到账", "银联 {}",
        "换绑银行卡，新卡{}谢谢",
    ],
}  # fmt: skip
# The beginnings of issuers (from, to), and how many digits their cards have.
_ISSUERS = [
    (4, 4, [16]), (51, 55, [16]), (2221, 2720, [16]), (34, 34, [15]), (37, 37, [15]), (6011, 6011, [16]), (644, 659, [16]),
    (3528, 3589, [16]), (300, 305, [14]), (36, 36, [14]), (620, 629, [16, 17, 18, 19]), (2200, 2204, [16]),
]  # fmt: skip


def card(chance: random.Random, number: int) -> Made:
    first, last, lengths = _ISSUERS[number // 2 % len(_ISSUERS)]
    length = chance.choice(lengths)
    digits = str(chance.randint(first, last))
    digits += "".join(chance.choices(string.digits, k=length - 1 - len(digits)))
    doubled = [int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits))]
    digits += str(-sum(each // 10 + each % 10 for each in doubled) % 10)
    sizes = {14: [4, 6, 4], 15: [4, 6, 5]}.get(length, [4] * (length // 4) + ([length % 4] if length % 4 else []))
    groups = [digits[sum(sizes[:place]) : sum(sizes[: place + 1])] for place in range(len(sizes))]
    return _said(number, ["", " ", "-"][number // 24 % 3].join(groups), _CARDS)


_IDENTITIES = {
    "en": ["my ID is {}", "ID number: {}", "{}", "the document {} is refused", "name Li, id card {}.", "verify {} please"],
    "zh": ["身份证号是{}，请核实", "身份证：{}", "{}认证不通过", "我的证件号码{}", "实名认证 {} 一直失败", "这是{}，请帮我改一下"],
}  # fmt: skip
_PROVINCES = (
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82"
).split()


def identity(chance: random.Random, number: int) -> Made:
    """GB 11643-1999."""
    born = date(1930, 1, 1) + timedelta(days=chance.randrange(365 * 78))
    digits = f"{chance.choice(_PROVINCES)}{chance.randint(1, 99):02}{chance.randint(1, 99):02}{born:%Y%m%d}{chance.randint(1, 999):03}"
    # ISO 7064, mod 11-2.
    sum_ = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(digits))
    whole = digits + "10X98765432"[sum_ % 11]
    if number // 12 % 4 == 3:
        whole = f"{whole[:6]} {whole[6:14]} {whole[14:]}"
    return _said(number, whole.lower() if number // 12 % 4 == 2 else whole, _IDENTITIES)


# What makes them, and as what the gate may name them.
KINDS: dict[str, tuple[Callable[[random.Random, int], Made], set[str]]] = {
    "import_format": (import_format, {"private_key"}),
    "extended": (extended, {"private_key"}),
    "bech32": (bech32_key, {"private_key"}),
    "seed_of_a_ledger": (seed_of_a_ledger, {"private_key"}),
    "key_pair": (key_pair, {"private_key"}),
    "hexadecimal": (hexadecimal, {"private_key", "api_key"}),
    "keystore": (keystore, {"private_key"}),
    "pem": (pem, {"private_key"}),
    "triple": (triple, {"private_key", "api_key", "password"}),
    "card": (card, {"card_number"}),
    "identity": (identity, {"identity_number"}),
}


def made(kind: str, count: int) -> list[Made]:
    """So many of a kind, always the same."""
    chance = random.Random(f"keys {kind}")
    return [KINDS[kind][0](chance, number) for number in range(count)]
