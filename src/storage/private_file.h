// Files with what people trusted the server with: phones, one-time codes, hashes. Readable and
// writable by their owner only, whatever the umask.
#pragma once

#include <string>

#include "base/error.h"

namespace waycast {

// Opens the file for reading and writing, and makes it if it is not there. One that is open to
// everybody, as older versions made them, is closed to all but its owner; one that is open to its
// group only was made so by somebody, and stays. The caller closes the descriptor.
Result<int> open_private_file(const std::string& path);

// The same for a file that may be there, without opening it.
void close_to_strangers(const std::string& path);

}  // namespace waycast
