"""A store keeps rows, keys and transactions. What may follow what, who wins and what is earned is decided in
src/tracking/bookings/, which no store can include but for its rows (architecture_test.py). This looks for rules that
were written into a store all the same, and for code that knows a database without need.
"""

import pathlib
import re
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
STORE = ROOT / "src" / "storage" / "sqlite"

# What a store may answer by itself: the database failed or is busy, a key exists or is gone, a row is missing.
CODES = {
    "kDatabase", "kUnavailable", "kRateLimit", "kDuplicate", "kNotFound", "kUserNotFound", "kPilotNotFound",
    "kBookingNotFound", "kVehicleNotFound", "kAddressNotFound", "kOfferNotFound", "kOfferAnswered",
}
# States are read and written as text: a store that names one decides by it.
STATES = ("BookingStatus", "OfferState", "PilotStatus", "PaymentStatus", "PaymentMethod", "AdminRole")
DECISION = re.compile(
    rf"\b(?:{'|'.join(STATES)})::k\w+|\busing enum\b|\b(?:may_change|is_active|is_finished)\(|\bstd::round\b")
# SQL that writes a state, or rounds, by itself: what is written comes from a parameter.
WRITES_STATE = re.compile(r"(?:\bSET\b|\bVALUES\b|\bCASE \?|\bROUND\b)(?:(?!\bWHERE\b)[^;])*?(?:'[A-Z_]+'|\bROUND\b)")


# What gathers writes, commits them and reads in batches, whatever the database.
ENGINE = ("group_settings", "read_session", "reader_pool", "reply_batch", "write_queue", "write_session", "writer")


def rules_in(source):
    """What in the text of a source decides something."""
    found = DECISION.findall(source)
    found += [code for code in re.findall(r"\bCode::(k\w+)", source) if code not in CODES]
    one_literal_each = re.sub(r'"\s*"', "", source)
    for statement in re.findall(r'"([^"\n]*)"', one_literal_each):
        found += WRITES_STATE.findall(statement)
    return found


def sources():
    return [p for p in sorted(STORE.rglob("*")) if p.suffix in {".h", ".cc"} and not p.stem.endswith("_test")
            and "migrations" not in p.parts]


class StorageRules(unittest.TestCase):
    def test_a_store_keeps_rows_and_decides_nothing(self):
        found = [f"{path.relative_to(ROOT)}: {rule}" for path in sources() for rule in rules_in(path.read_text())]
        self.assertEqual(found, [])

    def test_the_commit_engine_knows_no_backend(self):
        found = [
            path.name
            for name in ENGINE
            for path in sorted(STORE.parent.glob(f"{name}.*"))
            if re.search(r"sqlite", path.read_text(), re.IGNORECASE)
        ]
        self.assertEqual(found, [])
        self.assertTrue(all((STORE.parent / f"{name}.h").exists() for name in ENGINE))

    def test_one_place_knows_which_databases_there_are(self):
        names = re.compile(r"\b(?:sqlite_path|SqliteStore|migrate_database|check_database)\b|storage/sqlite/")
        found = [
            path.name
            for path in sorted((ROOT / "src" / "app").rglob("*"))
            if path.suffix in {".h", ".cc"} and not path.stem.endswith("_test")
            and path.stem not in {"open_store", "database_url"}
            and names.search(path.read_text().replace("storage/check_database.h", ""))
        ]
        self.assertEqual(found, [])

    def test_a_rule_is_found(self):
        self.assertTrue(rules_in("if (b.status == BookingStatus::kPending) return;"))
        self.assertTrue(rules_in("if (is_active(b.status)) return;"))
        self.assertTrue(rules_in("return fail(Code::kNotYours);"))
        self.assertTrue(rules_in("""run("UPDATE bookings SET status = "\n    "'ACCEPTED' WHERE id = ?1")"""))
        self.assertTrue(rules_in("""run("UPDATE b SET paidAt = CASE ?1 WHEN 'DELIVERED' THEN ?2 ELSE paidAt END")"""))
        self.assertTrue(rules_in("""run("UPDATE pilots SET total = ROUND(total + ?1, 2) WHERE id = ?2")"""))
        self.assertEqual(rules_in("""run("UPDATE b SET state = ?1 WHERE state = 'PENDING'")"""), [])


if __name__ == "__main__":
    sys.exit(unittest.main(verbosity=1))
