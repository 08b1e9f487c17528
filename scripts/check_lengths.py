"""Functions of at most 50 lines, files of at most 300. Usage: check_lengths.py FOLDER…"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

FUNCTION_LINES, FILE_LINES = 50, 300


def sources(folders: list[str]) -> Iterator[Path]:
    for folder in folders:
        yield from (path for path in sorted(Path(folder).rglob("*.py")) if "migrations" not in path.parts)


def functions(tree: ast.AST) -> Iterator[tuple[str, int, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node.lineno, (node.end_lineno or node.lineno) - node.lineno + 1


def main(folders: list[str]) -> int:
    findings, lengths = [], []
    for path in sources(folders):
        text = path.read_text()
        if (count := len(text.splitlines())) > FILE_LINES:
            findings.append(f"{path}: {count} lines, at most {FILE_LINES}")
        for name, line, length in functions(ast.parse(text)):
            lengths.append(length)
            if length > FUNCTION_LINES:
                findings.append(f"{path}:{line}: {name} has {length} lines, at most {FUNCTION_LINES}")
    print(*findings, sep="\n", end="\n" if findings else "")
    print(f"{len(lengths)} functions of {sum(lengths) / max(len(lengths), 1):.1f} lines on average")
    return bool(findings)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
