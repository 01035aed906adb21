"""What the pages say: the strings files and the starter help centre, read as the product reads them."""

import json
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parents[2]
_PLACE = re.compile(r"\{(\w+)\}")
# Every language that the product speaks, English first, and those that the starter help centre is written in.
LANGUAGES = sorted((path.stem for path in _ROOT.glob("Sources/Web/Strings/*.json")), key=lambda locale: (locale != "en", locale))
WRITTEN = [path.name for path in sorted((_ROOT / "Content/starter").iterdir()) if path.is_dir() and path.name in LANGUAGES]


class Wording:
    """The strings of one language; `say("article.yes")` is what a customer reads there."""

    def __init__(self, locale: str):
        self.locale = locale
        self._texts = _texts(locale)

    def __call__(self, key: str, **values: object) -> str:
        """The text, with every place of it filled."""
        text = self._texts[key]
        unknown = values.keys() - set(_PLACE.findall(text))
        assert not unknown, f"{key} has no place for {', '.join(unknown)}"
        return _PLACE.sub(lambda place: str(values[place[1]]), text)

    def pattern(self, key: str, **values: object) -> re.Pattern[str]:
        """A pattern of the text: a place that is not given takes anything."""
        return re.compile(self._pattern(key, values))

    def any_of(self, keys: Iterable[str], **values: object) -> re.Pattern[str]:
        """A pattern that any of the texts meets, such as what one thing says in several states."""
        return re.compile("|".join(self._pattern(key, values) for key in keys))

    def plural(self, key: str, **values: object) -> re.Pattern[str]:
        """A pattern that any form of a plural meets, such as `results.total`."""
        forms = [name for name in self._texts if name.rpartition(".")[0] == key]
        return re.compile("|".join(self._pattern(name, values) for name in forms))

    def under(self, prefix: str) -> dict[str, str]:
        """The texts whose key begins so, by the rest of the key."""
        return {key.removeprefix(prefix): text for key, text in self._texts.items() if key.startswith(prefix)}

    def article(self, slug: str) -> str:
        """The title of an article or announcement of the starter help centre."""
        return _title(self.locale, slug)

    def category(self, slug: str) -> str:
        """The name of a category of the starter help centre."""
        return _categories()[slug][self.locale]["name"]

    def _pattern(self, key: str, values: dict[str, object]) -> str:
        parts = _PLACE.split(self._texts[key])
        texts, places = parts[::2], parts[1::2]
        found = [re.escape(str(values[place])) if place in values else ".+" for place in places]
        return "".join(part for pair in zip(map(re.escape, texts), [*found, ""]) for part in pair)


@cache
def _texts(locale: str) -> dict[str, str]:
    texts: dict[str, str] = {}
    for path in sorted(_ROOT.glob(f"Sources/*/Strings/{locale}.json")):
        texts |= json.loads(path.read_text(encoding="utf-8"))
    return texts


@cache
def _title(locale: str, slug: str) -> str:
    path = next(_ROOT.glob(f"Content/starter/{locale}/*/{slug}.md"))
    found = re.search(r"^title: *(.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert found, f"{path} has no title"
    return found[1].strip().strip("\"'")


@cache
def _categories() -> dict[str, Any]:
    listed = json.loads((_ROOT / "Content/starter/categories.json").read_text(encoding="utf-8"))
    return {each["slug"]: each for each in listed["categories"]}
