#include "app/database_url.h"

#include <gtest/gtest.h>

namespace waycast::app {
namespace {

TEST(DatabaseUrl, LeadsToAFile) {
  EXPECT_EQ(sqlite_path("sqlite:waycast.db"), "waycast.db");
  EXPECT_EQ(sqlite_path("sqlite:./waycast.db"), "./waycast.db");
  EXPECT_EQ(sqlite_path("sqlite:/var/lib/waycast.db"), "/var/lib/waycast.db");
  EXPECT_EQ(sqlite_path("sqlite:///var/lib/waycast.db"), "/var/lib/waycast.db");
}

TEST(DatabaseUrl, RefusesWhatNoFileIs) {
  for (const char* bad : {"", "sqlite", "sqlite:", "sqlite: ", "sqlite::memory:", "waycast.db",
                          "sqlite://waycast.db", "postgresql://app:secret@db/x"}) {
    const auto path = sqlite_path(bad);
    ASSERT_FALSE(path.has_value()) << bad;
    EXPECT_EQ(path.error().code, Code::kValidation);
    EXPECT_TRUE(path.error().message.starts_with("DATABASE_URL: ")) << path.error().message;
    EXPECT_EQ(path.error().message.find("secret"), std::string::npos);
  }
}

}  // namespace
}  // namespace waycast::app
