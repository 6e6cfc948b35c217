// A consistent copy of the live database.
#pragma once

#include <string>

#include "store/sqlite_connection.h"

namespace shipvote::store {

// Copies what `source` (a reading connection) sees at one moment to the new file `target`, while others go on writing.
// The copy is made under a temporary name in the target's folder, brought to the disk, and then given its name; a
// target that exists, or that has files of a database in use beside it, is refused. Throws StoreFailure.
void back_up(Connection& source, std::string const& target);

}  // namespace shipvote::store
