"""A Swift file taken apart into code and comments, far enough for line rules."""

import re
from functools import cache
from pathlib import Path

_QUOTE = re.compile(r'(#*)("""|")')


class SwiftSource:
    """`code` holds the code of each line with comments and the contents of strings left out (the code inside an
    interpolation stays); `comments` holds the text of each line's comments, `None` where it has none."""

    def __init__(self, text: str):
        self.lines = text.split("\n")
        self.comments: list[str | None] = [None] * len(self.lines)
        self._text = text
        self._line = 0
        self._code: list[list[str]] = [[] for _ in self.lines]
        self._read_code(0, until_parenthesis=False)
        self.code = ["".join(characters) for characters in self._code]

    def has_reason(self, index: int) -> bool:
        """Whether the line (from 0) or the one before it carries a comment."""
        return self.comments[index] is not None or (index > 0 and self.comments[index - 1] is not None)

    def _read_code(self, at: int, until_parenthesis: bool) -> int:
        depth, text = 0, self._text
        while at < len(text):
            character = text[at]
            if text.startswith("//", at):
                at = self._read_line_comment(at)
            elif text.startswith("/*", at):
                at = self._read_block_comment(at)
            elif quote := _QUOTE.match(text, at):
                self._keep('""')
                at = self._read_string(quote.end(), quote[1], quote[2])
            elif until_parenthesis and character == ")" and depth == 0:
                return at + 1
            else:
                depth += {"(": 1, ")": -1}.get(character, 0)
                self._step(character, keep=True)
                at += 1
        return at

    def _read_line_comment(self, at: int) -> int:
        end = self._text.find("\n", at)
        end = len(self._text) if end < 0 else end
        self._note(self._text[at:end])
        return end

    def _read_block_comment(self, at: int) -> int:
        depth = 0
        while at < len(self._text):
            pair = self._text[at : at + 2]
            if pair in ("/*", "*/"):
                depth += 1 if pair == "/*" else -1
                self._note(pair)
                at += 2
                if depth == 0:
                    return at
            else:
                self._note(self._text[at])
                self._step(self._text[at], keep=False)
                at += 1
        return at

    def _read_string(self, at: int, hashes: str, quotes: str) -> int:
        close, escape = quotes + hashes, "\\" + hashes
        while at < len(self._text):
            if self._text.startswith(close, at):
                return at + len(close)
            if self._text.startswith(escape + "(", at):
                at = self._read_code(at + len(escape) + 1, until_parenthesis=True)
            elif self._text.startswith(escape, at):
                at += len(escape)
                self._step(self._text[at : at + 1], keep=False)
                at += 1
            else:
                self._step(self._text[at], keep=False)
                at += 1
        return at

    def _step(self, character: str, keep: bool) -> None:
        if character == "\n":
            self._line += 1
        elif keep:
            self._keep(character)

    def _keep(self, code: str) -> None:
        self._code[self._line].append(code)

    def _note(self, comment: str) -> None:
        if comment != "\n":
            self.comments[self._line] = (self.comments[self._line] or "") + comment


@cache
def read(path: Path) -> SwiftSource:
    """The file, taken apart once however many rules look at it."""
    return SwiftSource(path.read_text())
