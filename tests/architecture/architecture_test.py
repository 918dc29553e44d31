"""The architecture, enforced: reads every #include and compares it with what each module may use.

The truth is DEPENDS and LIBRARIES of src/*/CMakeLists.txt; the table of ARCHITECTURE.md must say the same.
"""

import pathlib
import re
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src"
# A file that grows past this wants a second idea of its own.
MAX_HEADER_LINES = 150
MAX_LINES = 300

# Which header belongs to which library, longest prefix first. A library that is missing here cannot be used.
THIRD_PARTY = {
    "boost/asio": "asio",
    "boost/beast": "beast",
    "boost/json": "json",
    "boost/url": "url",
    "boost/system": "system",
    "fmt/": "fmt",
    "spdlog/": "spdlog",
    "zlib.h": "zlib",
    "curl/": "curl",
    "unicode/": "icu",
    "openssl/": "openssl",
    "jwt.h": "jwt",
    "argon2.h": "argon2",
    "crypt.h": "crypt",
    "s2/": "s2",
    "sqlite3.h": "sqlite",
    "CLI/": "cli11",
    "toml++/": "toml",
    "gtest/": "test",
    "gmock/": "test",
    "benchmark/": "test",
}

# What a linked CMake target lets a module include.
LIBRARIES_OF_TARGET = {
    "Boost::json": {"json"},
    "Boost::url": {"url"},
    "Boost::system": {"asio", "beast", "system"},
    "OpenSSL::SSL": {"openssl"},
    "OpenSSL::Crypto": {"openssl"},
    "ZLIB::ZLIB": {"zlib"},
    "CURL::libcurl": {"curl"},
    "ICU::uc": {"icu"},
    "PkgConfig::JWT": {"jwt"},
    "PkgConfig::ARGON2": {"argon2"},
    "${CRYPT_LIBRARY}": {"crypt"},
    "${S2_LIBRARY}": {"s2"},
    "${ABSL_LOGGING_LIBRARY}": set(),
    "PkgConfig::SQLITE3": {"sqlite"},
    "CLI11::CLI11": {"cli11"},
    "tomlplusplus::tomlplusplus": {"toml"},
    "fmt::fmt": set(),
    "spdlog::spdlog": set(),
    "Threads::Threads": set(),
}

# Whatever CMake says: sockets live in net, SQL in storage, keys in auth, JSON outside the domain.
ONLY_IN = {
    "asio": {"net", "simulate", "webhook"},
    "beast": {"net", "simulate", "webhook"},
    "sqlite": {"storage"},
    "s2": {"tracking"},
    "icu": {"text"},
    "jwt": {"auth"},
    "argon2": {"auth"},
    "crypt": {"auth"},
    "cli11": {"app"},
    "toml": {"app"},
    "json": {"protocol", "realtime", "auth", "api", "gateway", "simulate", "app"},
}
EVERYWHERE = {"fmt", "spdlog"}
# Codecs and state machines do no logging.
NO_LOGGING = {"protocol"}

# The part of a module that another may see, where it is not the whole.
VISIBLE_PART = {
    ("storage", "tracking"): (
        "tracking/ports/", "tracking/bookings/booking_rows.h", "tracking/bookings/booking_change.h",
        "tracking/bookings/booking_operations.h", "tracking/bookings/money.h", "tracking/entities.h", "tracking/enums.h", "tracking/messages.h",
        "tracking/offers.h", "tracking/page.h", "tracking/points.h",
    ),
}

# What only a few may include, and how many: the wiring of a module, which would tie its parts together.
FEW_INCLUDE = {"gateway/shard_gateway.h": 4}

# What no header may include: it would reach every file that includes the header.
HEAVY_IN_HEADERS = ("boost/json.hpp", "boost/asio.hpp", "boost/beast.hpp", "s2/s2point_index.h")

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)
MODULE = re.compile(r"waycast_module\(\s*(\w+)([^)]*)\)", re.DOTALL)


def keyword_values(text, keyword):
    """The values after `keyword` in a CMake argument list, up to the next upper-case keyword."""
    match = re.search(rf"\b{keyword}\b((?:\s+(?![A-Z_]+(?:\s|$))\S+)*)", text)
    return set(match.group(1).split()) if match else set()


class Module:
    def __init__(self, folder):
        name, arguments = MODULE.search((folder / "CMakeLists.txt").read_text()).groups()
        arguments = " " + arguments.strip() + " "
        self.name = name
        self.folder = folder
        self.depends = keyword_values(arguments, "DEPENDS")
        self.test_depends = keyword_values(arguments, "TEST_DEPENDS")
        self.targets = keyword_values(arguments, "LIBRARIES")
        self.test_targets = keyword_values(arguments, "TEST_LIBRARIES")

    def libraries(self, path):
        """What `path` of this module may include beside our own modules and the standard library."""
        targets = self.targets | (self.test_targets if is_test(path) else set())
        linked = set().union(*(LIBRARIES_OF_TARGET[target] for target in targets))
        mine = {library for library in linked if self.name in ONLY_IN.get(library, {self.name})}
        if self.name not in NO_LOGGING or is_test(path):
            mine |= EVERYWHERE
        return mine | ({"test"} if is_test(path) else set())

    def files(self):
        return sorted(p for p in self.folder.rglob("*") if p.suffix in {".h", ".cc"})


def modules():
    return [Module(p.parent) for p in sorted(SOURCE.glob("*/CMakeLists.txt"))]


def includes(path):
    return [(kind, header) for kind, header in INCLUDE.findall(path.read_text())]


def library_of(header):
    for prefix, library in THIRD_PARTY.items():
        if header.startswith(prefix):
            return library
    return None


def is_standard(header):
    """<vector>, <sys/socket.h>: no folder of a library, or one of the system's."""
    system_folders = ("sys/", "netinet/", "arpa/", "linux/", "net/if", "bits/")
    return "/" not in header or header.startswith(system_folders)


def is_test(path):
    return path.stem.endswith(("_test", "_bench", "_fuzz")) or "testing" in path.parts


def complaint(module, path, kind, header):
    """Why `path` of `module` may not include `header`, or None."""
    library = library_of(header)
    if library is not None:
        if path.suffix == ".h" and header in HEAVY_IN_HEADERS:
            return f"{header}: too heavy for a header"
        return None if library in module.libraries(path) else f"{header}: library '{library}'"
    first = header.split("/")[0]
    if kind == '"' and (SOURCE / first).is_dir():
        return own_complaint(module, path, first, header)
    if kind == "<" and is_standard(header):
        return None
    return f"{header}: neither a module's nor a known library's (quote our own from src/: \"module/file.h\")"


def own_complaint(module, path, target, header):
    if target == module.name:
        return None
    allowed = set(module.depends) | (set(module.test_depends) if is_test(path) else set())
    if target not in allowed:
        return f"{header}: module '{target}'"
    part = VISIBLE_PART.get((module.name, target))
    if part and not is_test(path) and not header.startswith(part):
        return f"{header}: only {', '.join(part)} of '{target}'"
    return None


def most_lines(path):
    return MAX_HEADER_LINES if path.suffix == ".h" else MAX_LINES


def documented_table():
    """Module name -> the modules its row of ARCHITECTURE.md names as includable."""
    names = {m.name for m in modules()}
    table = {}
    for row in re.findall(r"^\| `(\w+)` \|([^|]*)\|([^|]*)\|$", (ROOT / "ARCHITECTURE.md").read_text(), re.MULTILINE):
        name, _, may = row
        words = set(re.findall(r"[a-z]+", may))
        table[name] = names - {name} if "everything" in words else words & names
    return table


class Architecture(unittest.TestCase):
    def test_every_include_is_allowed(self):
        complaints = [
            f"{path.relative_to(ROOT)} includes {why}"
            for module in modules()
            for path in module.files()
            for kind, header in includes(path)
            if (why := complaint(module, path, kind, header))
        ]
        self.assertEqual(complaints, [])

    def test_every_module_is_named_like_its_folder_and_links_known_libraries(self):
        for module in modules():
            self.assertEqual(module.name, module.folder.name)
            self.assertLessEqual(module.targets | module.test_targets, set(LIBRARIES_OF_TARGET))

    def test_nobody_includes_the_wiring(self):
        for module in modules():
            self.assertNotIn("app", module.depends | module.test_depends, module.name)

    def test_dependencies_have_no_cycle(self):
        depends = {m.name: m.depends for m in modules()}
        done = set()
        while len(done) < len(depends):
            ready = {name for name, needs in depends.items() if name not in done and needs <= done}
            self.assertTrue(ready, f"a cycle among {sorted(set(depends) - done)}")
            done |= ready

    def test_the_page_says_what_the_build_enforces(self):
        self.assertEqual(documented_table(), {m.name: m.depends for m in modules()})

    def test_no_file_outgrows_its_idea(self):
        folders = [ROOT / f for f in ("src", "tests", "examples", "fuzz")]
        suffixes = {".h", ".cc", ".js", ".ts", ".py"}
        long = [
            f"{path.relative_to(ROOT)}: {lines} lines, at most {most_lines(path)}"
            for folder in folders
            for path in sorted(folder.rglob("*"))
            if path.suffix in suffixes and "node_modules" not in path.parts
            and (lines := len(path.read_text().splitlines())) > most_lines(path)
        ]
        self.assertEqual(long, [])

    def test_wiring_is_included_by_few(self):
        every_file = [path for module in modules() for path in module.files()]
        for header, most in FEW_INCLUDE.items():
            users = [str(p.relative_to(ROOT)) for p in every_file if header in {h for _, h in includes(p)}]
            self.assertTrue(0 < len(users) <= most, f"{header}: at most {most} include it, not {users}")

    def test_every_header_has_its_guard(self):
        bare = [str(p.relative_to(ROOT)) for p in SOURCE.rglob("*.h") if "#pragma once" not in p.read_text()]
        self.assertEqual(bare, [])


class TheRulesThemselves(unittest.TestCase):
    """That the checks above can fail."""

    def complaint_about(self, name, kind, header, file="x.cc"):
        module = next(m for m in modules() if m.name == name)
        return complaint(module, module.folder / file, kind, header)

    def test_a_foreign_library_is_refused(self):
        self.assertIsNotNone(self.complaint_about("tracking", "<", "boost/json.hpp"))
        self.assertIsNotNone(self.complaint_about("tracking", "<", "sqlite3.h"))
        self.assertIsNotNone(self.complaint_about("realtime", "<", "boost/asio/io_context.hpp"))
        self.assertIsNotNone(self.complaint_about("protocol", "<", "spdlog/spdlog.h"))
        self.assertIsNotNone(self.complaint_about("base", "<", "gtest/gtest.h"))
        self.assertIsNone(self.complaint_about("base", "<", "gtest/gtest.h", "x_test.cc"))
        self.assertIsNone(self.complaint_about("net", "<", "boost/asio/io_context.hpp"))

    def test_a_foreign_module_is_refused(self):
        self.assertIsNotNone(self.complaint_about("realtime", '"', "tracking/points.h"))
        self.assertIsNotNone(self.complaint_about("base", '"', "net/shard.h"))
        self.assertIsNotNone(self.complaint_about("storage", '"', "tracking/live_pilot.h"))
        self.assertIsNone(self.complaint_about("storage", '"', "tracking/ports/store.h"))

    def test_test_modules_are_for_tests_only(self):
        self.assertIsNotNone(self.complaint_about("tracking", '"', "storage/store.h"))
        self.assertIsNone(self.complaint_about("tracking", '"', "storage/store.h", "x_test.cc"))

    def test_an_unknown_header_is_refused(self):
        self.assertIsNotNone(self.complaint_about("base", "<", "curl/curl.h"))
        self.assertIsNotNone(self.complaint_about("base", '"', "error.h"))


if __name__ == "__main__":
    sys.exit(unittest.main(verbosity=1))
