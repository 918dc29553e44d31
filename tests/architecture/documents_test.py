"""What is named exists: settings and tests of docs/limits.md, error codes of docs/protocol.md, tests of docs/domain.md,
and the sections of documents that comments cite."""

import pathlib
import re
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]

TEST = re.compile(r"^TEST(?:_F|_P)?\(\s*(\w+),\s*(\w+)\)", re.MULTILINE)
SETTING = re.compile(r'_row\(\s*"(\w+)",')


def tests_there_are():
    """Unit tests as googletest names them, and scripts by their path."""
    sources = [path for folder in ("src", "tests") for path in (ROOT / folder).rglob("*.cc")]
    units = {f"{suite}.{name}" for path in sources for suite, name in TEST.findall(path.read_text())}
    return units | {str(path.relative_to(ROOT)) for path in (ROOT / "tests/e2e").glob("*.test.js")}


def settings_there_are():
    sources = (ROOT / "src/app").glob("setting_*.cc")
    return {name for path in sources for name in SETTING.findall(path.read_text())}


def rows():
    """The cells of each row: what grows, its bound, its setting, over it, its test."""
    lines = (ROOT / "docs/limits.md").read_text().splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return [row for row in cells if row[0] != "what grows" and not row[0].startswith("---")]


def unknown(cell, known, words):
    """What a cell names that is not known. It holds names in back-quotes, or one of `words`."""
    if cell in words:
        return []
    names = re.findall(r"`([^`]+)`", cell)
    if not names or cell != ", ".join(f"`{name}`" for name in names):
        return [cell]
    return [name for name in names if name not in known]


class Invariants(unittest.TestCase):
    def test_every_invariant_names_tests_that_exist(self):
        tests = tests_there_are()
        table = (ROOT / "docs/domain.md").read_text().split("## Invariants")[1]
        held_by = [line.strip("| ").split(" | ")[-1] for line in table.splitlines() if line.startswith("| ")][1:]
        self.assertGreater(len(held_by), 5)
        self.assertEqual([name for cell in held_by for name in unknown(cell, tests, ())], [])


# A citation: a document and the heading of one of its sections, `docs/protocol.md, "Coming back"`.
CITATION = re.compile(r'([\w/]+\.md),? "([^"]+)"')


def citations():
    """(source, document, section) of each, also of those that a comment breaks over two lines."""
    for folder in ("src", "tests", "examples", "fuzz"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in (".h", ".cc", ".js", ".py") and "node_modules" not in path.parts:
                text = re.sub(r"\s*\n\s*(?://|#)\s*", " ", path.read_text())
                yield from ((path.name, *found) for found in CITATION.findall(text))


class Citations(unittest.TestCase):
    def test_every_cited_section_exists(self):
        cited = list(citations())
        self.assertGreater(len(cited), 30)
        headings = {}
        for document in {document for _, document, _ in cited}:
            path = ROOT / document
            text = path.read_text() if path.exists() else ""
            headings[document] = set(re.findall(r"^#+ (.+)$", text, re.MULTILINE))
        self.assertEqual([cite for cite in cited if cite[2] not in headings[cite[1]]], [])

    def test_none_cites_what_a_clone_does_not_have(self):
        sources = [path for path in (ROOT / "src").rglob("*") if path.suffix in (".h", ".cc")]
        outside = re.compile(r"contract, [\"`]|seed row|\bissue \d")
        self.assertEqual([path.name for path in sources if outside.search(path.read_text())], [])


class ErrorCodes(unittest.TestCase):
    def test_the_table_has_each_code_once(self):
        defined = re.findall(r" = (\d{4}),", (ROOT / "src/base/error.h").read_text())
        told = re.findall(r"^\| ERR_(\d{4}) \|", (ROOT / "docs/protocol.md").read_text(), re.MULTILINE)
        self.assertGreater(len(defined), 20)
        self.assertEqual(told, defined)


class Limits(unittest.TestCase):
    def test_every_row_has_its_cells_and_tells_of_something_else(self):
        self.assertGreater(len(rows()), 50)
        self.assertEqual([row for row in rows() if len(row) != 5], [])
        self.assertEqual(len({row[0] for row in rows()}), len(rows()))

    def test_every_setting_exists(self):
        settings = settings_there_are()
        self.assertEqual([name for row in rows() for name in unknown(row[2], settings, ("-", "library"))], [])

    def test_every_test_exists(self):
        tests = tests_there_are()
        self.assertEqual([name for row in rows() for name in unknown(row[4], tests, ("-",))], [])

    def test_a_foreign_name_is_found(self):
        self.assertEqual(unknown("`a`, `b`", {"a"}, ("-",)), ["b"])
        self.assertEqual(unknown("some text", {"a"}, ("-",)), ["some text"])
        self.assertEqual(unknown("`a`", {"a"}, ("-",)) + unknown("-", {"a"}, ("-",)), [])


if __name__ == "__main__":
    sys.exit(unittest.main(verbosity=1))
