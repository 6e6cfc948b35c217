#include "http/refusal_answer.h"

#include <chrono>

#include "http/response_head.h"

namespace shipvote::http {

std::string refusal_body(RefusalAnswer const& refusal) {
  std::string body = R"({"ok":false,"code":")";
  return body.append(refusal.code).append(R"(","message":")").append(refusal.message).append(R"("})");
}

std::string refusal_message(RefusalAnswer const& refusal) {
  Response response(refusal.status, refusal_body(refusal));
  if (refusal.status == 503) response.headers.emplace_back("Retry-After", "1");
  auto const now = std::chrono::system_clock::now().time_since_epoch();
  std::string const date = http_date(std::chrono::duration_cast<std::chrono::seconds>(now).count());
  HeadFacts facts;
  facts.date = date;
  facts.body_bytes = response.body.size();
  facts.close = true;
  std::string message;
  append_head(message, response, facts, CrossOrigin({}));
  return message.append(response.body);
}

}  // namespace shipvote::http
