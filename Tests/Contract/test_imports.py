"""Other help centres come in: what readers saw there they see here, by a reader of HTML that is not ours."""

import html
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import html5lib
import httpx
import pytest
from PIL import Image

from client import Agent, Customer
from files import bare, film
from server import Server

# As Zendesk's editor writes, and as pages are that somebody wrote by hand.
BODIES = {
    360010001: (
        '<h2 id="h_01HSTEPS">Before you <em>begin</em></h2>\n<p>You need&nbsp;<strong>two things</strong>: a <a href="https://acme.zendesk.example/hc/en-us/articles/360010002-Fees#h_low">fee</a>'
        ' balance<br>and an address.</p>\n<ol>\n<li><p>Open <strong>Wallet</strong>.</p></li>\n<li>Choose a network:\n<ul>\n<li>TRC20 (1 * 2 = 2)</li>\n<li>ERC20 &lt;mainnet&gt;</li>\n</ul>\n</li>\n</ol>\n'
        '<div class="callout callout-warning"><p>Never share your <b>seed phrase</b>.</p></div>\n<table class="wysiwyg-table"><thead><tr><th>Coin</th><th>Fee | minimum</th></tr></thead>'
        '<tbody><tr><td>BTC</td><td>0.0002<br>0.001</td></tr><tr><td colspan="2">More soon</td></tr></tbody></table>\n<pre><code class="language-python">print("a *b* &amp; c")\n# no heading\n</code></pre>\n'
        '<p>提币请看<strong>「网络」</strong>一栏，手续费为 0.0002 BTC。</p>\n<p><img src="https://acme.zendesk.example/hc/article_attachments/1.png" alt="The form"></p>\n'
        '<iframe src="https://video.example/embed/1" title="Video guide"></iframe><script>alert(1)</script>\n<p># not a heading, 1) not a list, {{var:x}} and a_b_c `tick`</p>'
    ),
    360010002: '<h3><a name="h_low"></a>Low fees</h3><p>See <a href="#h_low">above</a>, or <a href="/hc/en-us/articles/360010001">how to withdraw</a>.</p><blockquote>Fees <del>rise</del> fall.</blockquote>',
}  # fmt: skip
TRANSLATION = "<p>手续费<b>低</b>。参见<a href=\"/hc/zh-cn/articles/360010001-如何提币\">如何提币</a>。</p>"

# What readers do not meet as words.
SILENT = {"script", "style", "iframe", "head", "title"}


def words(html: str) -> str:
    """What a person reads in a piece of HTML, without the white space."""
    tree = html5lib.parse(html, namespaceHTMLElements=False)

    def inside(node) -> Iterator[str]:
        if isinstance(node.tag, str) and node.tag not in SILENT:
            yield node.text or ""
            for child in node:
                yield from inside(child)
                yield child.tail or ""

    return "".join("".join(inside(tree)).split())


def item(number: int, title: str, **fields: object) -> dict:
    address = f"https://acme.zendesk.example/hc/en-us/articles/{number}-{title.replace(' ', '-')}"
    return {
        "id": number, "url": "https://acme.zendesk.example/api/v2/x.json", "html_url": address, "author_id": 1, "comments_disabled": False, "draft": False,
        "promoted": False, "position": 0, "vote_sum": 0, "vote_count": 0, "section_id": 51, "created_at": "2025-01-02T03:04:05Z", "updated_at": "2025-01-02T03:04:05Z",
        "name": title, "title": title, "source_locale": "en-us", "locale": "en-us", "outdated": False, "user_segment_id": None, "permission_group_id": 2,
        "label_names": ["withdrawal"], "body": BODIES[number], **fields,
    }  # fmt: skip


@pytest.fixture
def export(tmp_path: Path) -> Path:
    files = {
        "articles-1.json": {"count": 2, "next_page": None, "page": 1, "articles": [item(360010001, "How to withdraw", promoted=True)]},
        "articles-2.json": {"count": 2, "articles": [item(360010002, "Fees", draft=True)]},
        "sections.json": {"sections": [{"id": 51, "category_id": 61, "position": 0, "name": "Withdrawals", "description": "", "locale": "en-us", "outdated": False}]},
        "categories.json": {"categories": [{"id": 61, "position": 0, "name": "Wallet help", "description": "Coins in and out", "locale": "en-us", "outdated": False}]},
        "more/translations.json": {"translations": [{"id": 9, "source_id": 360010002, "source_type": "Article", "locale": "zh-cn", "title": "手续费", "body": TRANSLATION, "draft": False, "outdated": True}]},
    }  # fmt: skip
    for name, content in files.items():
        place = tmp_path / "export" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(json.dumps(content, ensure_ascii=False))
    return tmp_path / "export"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with Server(tmp_path / "server") as running:
        yield running


def brought(server: Server, folder: Path, *flags: str) -> str:
    done = server.run("import", "articles", str(folder), *flags)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_an_export_of_zendesk_is_read_the_same_here(server: Server, export: Path) -> None:
    editor = Agent.made(server, role="editor")
    told = brought(server, export, "--from", "zendesk", "--dry-run")
    assert "Would import 3 texts of 2 articles." in told and editor.get("/agent/articles")["data"] == []
    for loss in ("1 embedded page(s)", "1 script(s)", "1 table cell(s) over several", "1 picture(s) of another site"):
        assert loss in told

    told = brought(server, export, "--from", "zendesk")
    assert "0 published, 3 drafts, 0 as before, 0 kept, 0 left out. 2 old addresses" in told
    articles = {each["slug"]: each for each in editor.get("/agent/articles")["data"]}
    assert set(articles) == {"how-to-withdraw", "fees"} and {each["category"] for each in articles.values()} == {"wallet-help"}
    assert [text["stage"] for each in articles.values() for text in each["texts"]] == ["draft"] * 3
    assert httpx.get(f"{server.url}/help/how-to-withdraw").status_code == 404

    told = brought(server, export, "--from", "zendesk", "--publish")
    assert "2 published, 0 drafts, 1 as before" in told
    page = Customer.guest(server).get("/help/articles/how-to-withdraw?locale=en")
    # A callout says its kind, and where a video was there is a link of its name.
    assert words(page["html"]).replace("Warning", "", 1).replace("Videoguide", "", 1) == words(BODIES[360010001])
    assert 'href="/help/fees#low-fees"' in page["html"] and '<div class="callout callout--warning"' in page["html"]


def test_old_addresses_lead_to_the_articles(server: Server, export: Path) -> None:
    brought(server, export, "--from", "zendesk", "--publish")
    for path, place in {
        "/hc/en-us/articles/360010001-How-to-withdraw": "/help/how-to-withdraw?lang=en",
        "/hc/zh-cn/articles/360010001": "/help/how-to-withdraw?lang=zh-CN",
        "/hc/pt-br/articles/360010001": "/help/how-to-withdraw",
    }.items():
        answer = httpx.get(f"{server.url}{path}")
        assert (answer.status_code, answer.headers["location"]) == (301, place)
    for path in ("/hc/en-us/articles/999", "/hc/en-us/articles/none", "/hc/en-us/articles/99999999999999999999999"):
        assert httpx.get(f"{server.url}{path}").status_code == 404


def test_pages_of_a_folder_are_read_the_same_here(server: Server, tmp_path: Path) -> None:
    site = tmp_path / "site"
    body = BODIES[360010001].replace("https://acme.zendesk.example/hc/en-us/articles/360010002-Fees", "fees.html")
    for path, text in {
        "wallet/withdraw.html": f"<!doctype html><html lang='en'><head><title>Help</title></head><body><nav>Menu</nav><main><h1>Withdraw</h1>{body}</main><footer>Foot</footer></body></html>",
        "wallet/fees.html": f"<h1>Fees</h1>{BODIES[360010002]}",
        "zh-CN/wallet/withdraw.html": "<h1>提币</h1><p>请选择网络。</p>",
        "wallet/empty.html": "",
    }.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(text)
    told = brought(server, site, "--from", "html", "--publish")
    assert "3 published" in told and "wallet/empty.html: left out" in told
    guest = Customer.guest(server)
    page = guest.get("/help/articles/withdraw?locale=en")
    assert (page["title"], page["locale"]) == ("Withdraw", "en")
    assert words(page["html"]).replace("Warning", "", 1).replace("Videoguide", "", 1) == words(body)
    assert 'href="/help/fees#low-fees"' in page["html"] and "Menu" not in page["html"]
    assert guest.get("/help/articles/withdraw?locale=zh-CN")["title"] == "提币"
    assert words(guest.get("/help/articles/fees?locale=en")["html"]) == words(BODIES[360010002])
    # Again: nothing is new.
    assert "0 published, 0 drafts, 3 as before" in brought(server, site, "--from", "html", "--publish")


def test_what_is_no_export_is_refused_whole(server: Server, tmp_path: Path) -> None:
    for name, text in {"a.json": "{}", "b.json": '{"articles": [{"id": "one"}]}'}.items():
        (tmp_path / "bad").mkdir(exist_ok=True)
        (tmp_path / "bad" / name).write_text(text)
    for arguments, words_of_it in [
        ((str(tmp_path / "bad"), "--from", "zendesk"), "b.json"), ((str(tmp_path / "nowhere"), "--from", "html"), "nowhere"),
        ((str(tmp_path / "bad"), "--from", "html"), "nothing to import"), ((str(tmp_path / "bad"), "--from", "word"), "--from"),
    ]:  # fmt: skip
        done = server.run("import", "articles", *arguments)
        assert done.returncode != 0 and words_of_it in done.stderr, done.stderr
    assert Agent.made(server, role="editor").get("/agent/articles")["data"] == []


def test_what_is_exported_comes_back_with_the_texts_that_articles_share(server: Server, tmp_path: Path) -> None:
    editor = Agent.made(server, role="editor")
    texts = {"*": "---\n| a | b |\n| --- | --- |\n| {{var:fee}} | \"x\" |", "zh-CN": "表 {{var:fee}}"}
    editor.put("/agent/snippets/fee", {"kind": "variable", "texts": {"en": "'0.0002' BTC"}, "revision": 0})
    editor.put("/agent/snippets/fee", {"kind": "variable", "texts": {"en": "'0.0002' BTC", "zh-CN": "0.0002"}, "revision": 1})
    editor.put("/agent/snippets/table", {"kind": "snippet", "texts": texts, "revision": 0})
    article = {"slug": "fees", "category": "general", "locale": "en", "title": "Fees", "body": "Pay {{var:fee}}.\n\n{{snippet:table}}\n"}
    made = editor.post("/agent/articles", article)["id"]
    editor.post(f"/agent/articles/{made}/texts/en/publish", {"revision": 1})
    assert "Exported 5 texts." in server.run("export", "articles", str(tmp_path / "out")).stdout

    with Server(tmp_path / "other") as other:
        assert "Imported 1 articles and 0 announcements, and 2 snippets and variables." in brought(other, tmp_path / "out")
        there = Agent.made(other, role="editor")
        assert {each["name"]: each["texts"] for each in there.get("/agent/snippets")["data"]} == {"fee": {"en": "'0.0002' BTC", "zh-CN": "0.0002"}, "table": texts}
        for person in (Customer.guest(server), Customer.guest(other)):
            assert "'0.0002' BTC" in html.unescape(person.get("/help/articles/fees")["html"])
        other.run("export", "articles", str(tmp_path / "again"))
        assert json.loads((tmp_path / "out" / "categories.json").read_text())["categories"] == [{"slug": "general", "icon": "article"}]
        for file in [*(tmp_path / "out").rglob("*.md"), *(tmp_path / "out").rglob("*.json")]:
            assert (tmp_path / "again" / file.relative_to(tmp_path / "out")).read_text() == file.read_text()


def test_pictures_go_with_the_articles_that_show_them(server: Server, tmp_path: Path) -> None:
    editor = Agent.made(server, role="editor")
    query = {"name": "where.png", "alt": "Where the network is chosen", "locale": "en"}
    for kind in ("png", "gif"):
        content = film("gif") if kind == "gif" else bare("png", 1280, 800)
        answer = editor.http.post("/agent/pictures", params=query | {"name": f"{kind}.{kind}"}, content=content)
        assert answer.status_code == 201, answer.text
    assert editor.http.post("/agent/pictures", params=query, content=bare("jpeg")).status_code == 201
    editor.put("/agent/snippets/look", {"kind": "snippet", "texts": {"*": "![It turns](/pictures/gif)"}, "revision": 0})
    body = "![Where the network is chosen](/pictures/png)\n\n{{snippet:look}}\n"
    made = editor.post("/agent/articles", {"slug": "pictures", "category": "general", "locale": "en", "title": "Pictures", "body": body})["id"]
    editor.post(f"/agent/articles/{made}/texts/en/publish", {"revision": 1})
    out = tmp_path / "out"
    said = server.run("export", "articles", str(out)).stdout
    # Nothing shows the third.
    assert "2 pictures" in said and sorted(file.name for file in (out / "pictures").iterdir()) == ["gif.gif", "png.png"]

    with Server(tmp_path / "other") as other:
        assert "and 2 pictures" in brought(other, out)
        page = httpx.get(f"{other.url}/help/pictures").text
        addresses = re.findall(r'<img src="(/pictures/pic_\w+)"', page)
        sizes = [Image.open(io.BytesIO(httpx.get(other.url + address).content)) for address in addresses]
        assert [(picture.size, getattr(picture, "n_frames", 1)) for picture in sizes] == [((1280, 800), 1), ((300, 200), 6)]
        assert brought(other, out)
        other.run("export", "articles", str(tmp_path / "again"))
        for file in [*out.rglob("*.md"), *out.rglob("*.json")]:
            assert (tmp_path / "again" / file.relative_to(out)).read_text() == file.read_text()
        pixels = [Image.open(folder / "pictures" / "png.png").tobytes() for folder in (out, tmp_path / "again")]
        assert pixels[0] == pixels[1]

        (out / "pictures" / "png.png").write_bytes(b'<svg xmlns="http://www.w3.org/2000/svg"/>')
        refused = other.run("import", "articles", str(out))
        assert refused.returncode != 0 and "pictures/png.png" in refused.stderr
        (out / "pictures" / "png.png").unlink()
        refused = other.run("import", "articles", str(out))
        assert refused.returncode != 0 and "pictures/png.png" in refused.stderr
        assert httpx.get(f"{other.url}/help/pictures").text == page
