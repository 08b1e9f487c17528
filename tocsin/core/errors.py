from __future__ import annotations


class OperatorError(Exception):
    """One line for the person at the terminal: what is wrong and what to do. Exit status 2 for bad input."""

    def __init__(self, text: str, status: int = 2) -> None:
        super().__init__(text)
        self.status = status


class Refusal(Exception):  # noqa: N818 (an answer, not a fault)
    """What somebody asked for cannot be done: `code` names the rule or the field, `text` is one clear sentence."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code, self.text = code, text
