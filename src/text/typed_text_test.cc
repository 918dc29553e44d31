#include "text/typed_text.h"

#include <gtest/gtest.h>

namespace waycast::text {
namespace {

TEST(Plain, TakesTheDigitsOfEveryScript) {
  EXPECT_EQ(plain("٠١٢٣٤٥٦٧٨٩"), "0123456789");  // Arabic-Indic
  EXPECT_EQ(plain("۰۱۲۳۴۵۶۷۸۹"), "0123456789");  // Persian
  EXPECT_EQ(plain("०१२३४५६७८९"), "0123456789");  // Devanagari
  EXPECT_EQ(plain("০১২৩৪৫৬৭৮৯"), "0123456789");  // Bengali
  EXPECT_EQ(plain("௦௧௨௩௪௫௬௭௮௯"), "0123456789");  // Tamil
  EXPECT_EQ(plain("๐๑๒๓๔๕๖๗๘๙"), "0123456789");  // Thai
  EXPECT_EQ(plain("＋９１（０２２）"), "+91(022)");
  EXPECT_EQ(plain("\U0001D7D8\U0001D7D9"), "01") << "mathematical digits";
}

TEST(Plain, DropsMarksThatNobodySees) {
  for (const char* mark :
       {"\u200e", "\u200f", "\u200b", "\u200c", "\u200d", "\ufeff", "\u2060", "\u202a", "\u202c",
        "\u2066", "\u2069", "\u00ad", "\u061c", "\u034f", "\ufe0f", "\u3164", "\u180e"}) {
    EXPECT_EQ(plain(std::string(mark) + "12" + mark + "3" + mark), "123") << mark;
  }
}

TEST(Plain, TakesEverySpaceAndDash) {
  for (const char* space :
       {" ", "\t", "\u00a0", "\u2007", "\u2009", "\u202f", "\u205f", "\u3000"}) {
    EXPECT_EQ(plain("1" + std::string(space) + "2"), "1 2") << space;
  }
  for (const char* dash : {"-", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2015",
                           "\u2043", "\u2212", "\ufe58", "\ufe63", "\uff0d", "\u02d7", "\u30fc"}) {
    EXPECT_EQ(plain("1" + std::string(dash) + "2"), "1-2") << dash;
  }
}

TEST(Plain, LeavesLettersAsTheyAre) {
  EXPECT_EQ(plain("GJ 01 क ९"), "GJ 01 क 9");
  EXPECT_EQ(plain("\xff 1"), "\ufffd 1");
  EXPECT_EQ(plain(""), "");
}

TEST(PlainCode, IsItsDigits) {
  EXPECT_EQ(plain_code("123 456"), "123456");
  EXPECT_EQ(plain_code("\u200e१२३\u00a0४५६\u200f"), "123456");
  EXPECT_EQ(plain_code("12–34"), "1234");
  EXPECT_EQ(plain_code("12a4"), "12a4");
}

TEST(Folded, IsTheSameForEveryLetterCase) {
  EXPECT_EQ(folded("Ops@Example.COM"), "ops@example.com");
  EXPECT_EQ(folded("ÉCOLE"), folded("école"));
  EXPECT_EQ(folded("STRASSE"), folded("straße"));
  EXPECT_EQ(folded("ΣΊΣΥΦΟΣ"), folded("σίσυφος"));
  EXPECT_EQ(folded("ИВАН"), folded("Иван"));
  EXPECT_EQ(folded("Ǆ"), folded("ǆ"));
  EXPECT_NE(folded("Ivan"), folded("Ivana"));
}

TEST(Folded, IsTheSameForEveryComposition) {
  EXPECT_EQ(folded("Jose\u0301"), folded("José"));
  EXPECT_EQ(folded("\u0921\u093c"), folded("\u095c")) << "ड़ in one or two code points";
  EXPECT_EQ(folded("ＡＢＣ"), "abc");
  EXPECT_EQ(folded("a\u200bb\ufeff"), "ab");
  EXPECT_EQ(folded("half \xf0\x9f\x98"), folded("HALF \xf0\x9f\x98"));
}

TEST(Trimmed, CutsSpaceAndMarksAtTheEndsOnly) {
  EXPECT_EQ(trimmed(" \u00a0\u200fAna\u200b\u3000\n"), "Ana");
  EXPECT_EQ(trimmed("\u200b \ufeff"), "");
  EXPECT_EQ(trimmed(""), "");
  EXPECT_EQ(trimmed("می\u200cخواهم"), "می\u200cخواهم");
  EXPECT_EQ(trimmed("👩\u200d👧 "), "👩\u200d👧");
  EXPECT_EQ(trimmed("❤\ufe0f"), "❤\ufe0f");
  const std::string england = "🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F";
  EXPECT_EQ(trimmed(england), england);
}

TEST(Characters, AreCodePoints) {
  EXPECT_EQ(characters(""), 0U);
  EXPECT_EQ(characters("Ana"), 3U);
  EXPECT_EQ(characters("आना"), 3U);
  EXPECT_EQ(characters("😀"), 1U);
  EXPECT_EQ(characters("\xf0\x9f\x98"), 1U) << "half an emoji is one that is none";
}

}  // namespace
}  // namespace waycast::text
