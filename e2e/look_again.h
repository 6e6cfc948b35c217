// The pause between two looks at something outside this process, which nothing in here can be told of.
#pragma once

#include <poll.h>

namespace shipvote::e2e {

// Short; whoever looks again bounds how long it does so.
inline void pause_before_looking_again() { (void)::poll(nullptr, 0, 10); }

}  // namespace shipvote::e2e
