// Every limit of the server in one place. Nothing grows without one of these.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace shipvote::limits {

using namespace std::chrono_literals;

// Votes
inline constexpr std::size_t ships_per_vote = 1'000;
inline constexpr std::chrono::milliseconds longest_vote = 24h;
inline constexpr std::chrono::milliseconds latest_automatic_close = 250ms;  // after the end that was set
inline constexpr std::size_t ballots_per_vote = 0xFFFF'FFFF;                // sequence within a vote, 32 bit
inline constexpr std::size_t votes_listed = 50;
inline constexpr std::size_t closed_votes_listed = 5;

// Texts that people send
inline constexpr std::size_t feedback_characters = 2'000;
inline constexpr std::size_t feedbacks_per_channel = 200;
inline constexpr std::size_t account_name_characters = 24;  // contract/wargaming.md section 3
inline constexpr std::size_t account_name_characters_least = 3;
inline constexpr std::size_t opaque_id_bytes = 128;
inline constexpr std::size_t ids_per_query = 1'000;

// Fleet
inline constexpr std::size_t ships_per_garage = 2'000;
inline constexpr std::size_t warships = 10'000;
inline constexpr std::size_t ship_name_bytes = 128;
inline constexpr std::size_t image_url_bytes = 512;

// Ledger
inline constexpr std::size_t ballots_waiting = 32'768;
inline constexpr std::size_t ballots_per_commit = 4'096;
inline constexpr std::size_t writes_waiting = 1'024;
inline constexpr std::chrono::milliseconds write_timeout = 10s;

// Serving HTTP
inline constexpr std::size_t request_header_bytes = 8 * 1024;
inline constexpr std::size_t request_body_bytes = 64 * 1024;
inline constexpr std::size_t connections = 20'000;
inline constexpr std::chrono::milliseconds request_timeout = 10s;  // first byte to last byte of a request
inline constexpr std::chrono::milliseconds idle_timeout = 75s;     // between requests of a connection
inline constexpr std::chrono::milliseconds write_stall_timeout = 10s;
inline constexpr std::chrono::milliseconds drain_timeout = 10s;
inline constexpr std::size_t stream_backlog_bytes = 64 * 1024;  // of one listener to a stream
inline constexpr std::size_t token_bytes = 4 * 1024;
inline constexpr std::chrono::seconds token_leeway = 30s;

// Calling HTTP
inline constexpr std::chrono::milliseconds outgoing_timeout = 10s;
inline constexpr std::size_t outgoing_answer_bytes = 4 * 1024 * 1024;
inline constexpr std::size_t outgoing_calls_waiting = 20'000;
inline constexpr std::size_t outgoing_connections_per_host = 32;

// Blocking work
inline constexpr std::size_t blocking_threads = 4;
inline constexpr std::size_t blocking_calls_waiting = 1'024;

// Twitch (contract/twitch.md sections 2.3, 2.4, 2.6)
inline constexpr std::size_t message_bytes = 5'000;
inline constexpr std::size_t message_pot = 100;
inline constexpr std::chrono::milliseconds message_refill = 1s;
inline constexpr std::size_t configuration_bytes = 5'000;
inline constexpr std::size_t configuration_writes_per_minute = 20;
inline constexpr std::size_t chat_characters = 280;
inline constexpr std::size_t chat_lines_per_minute = 12;

// Wargaming (contract/wargaming.md section 2: plan for 10 a second, so stay below)
inline constexpr std::chrono::milliseconds wargaming_call_spacing = 125ms;
inline constexpr std::size_t wargaming_page_size = 100;
inline constexpr std::size_t wargaming_pages = 100;
inline constexpr std::chrono::milliseconds fleet_refresh_every = 6h;
inline constexpr std::chrono::milliseconds garage_refresh_every = 24h;

}  // namespace shipvote::limits
