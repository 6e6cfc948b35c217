#include "foundation/chance.h"

#include <random>

namespace shipvote {

double drawn_chance() {
  thread_local std::mt19937_64 generator{std::random_device{}()};
  return std::generate_canonical<double, 53>(generator);
}

}  // namespace shipvote
