// Is the server well? A list of named checks, for /healthz (is it alive, can it reach its database) and /readyz (may
// requests be sent to it).
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "foundation/outcome.h"

namespace shipvote::ops {

struct HealthReport {
  bool good = true;
  // {"ok":false,"checks":{"store":"storage_failed","listener":"ok"}}: for each check "ok" or the code of its refusal.
  // With notes also "notes":{"edges":"…"}.
  std::string body;
};

// Thread-safe. Checks run one after another on the thread that asks, in the order in which they were added; each has to
// bound its own waiting.
class Health {
 public:
  // The name is of lower-case letters, digits and "_", and new; else std::invalid_argument. A check that throws counts
  // as refused with the code `internal`.
  void add(std::string name, std::function<Outcome<void>()> check);
  // Something that the operator should read and that decides nothing. Names as above; the text is shown without
  // quotation marks, backslashes and control characters.
  void add_note(std::string name, std::function<std::string()> text);
  // Whenever a check changes between good and bad, a line is logged with the refusal's own words. No checks: good.
  [[nodiscard]] HealthReport report();

 private:
  struct Check {
    std::string name;
    std::function<Outcome<void>()> run;
    bool good = true;  // the last time
  };
  struct Note {
    std::string name;
    std::function<std::string()> text;
  };
  [[nodiscard]] bool taken(std::string const& name) const;
  [[nodiscard]] std::string notes() const;

  std::mutex mutex_;
  std::vector<Check> checks_;
  std::vector<Note> notes_;
};

}  // namespace shipvote::ops
