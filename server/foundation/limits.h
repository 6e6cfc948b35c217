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
inline constexpr std::size_t closed_votes_kept = 1'024;  // in memory, for viewers who ask after the close

// Texts that people send
inline constexpr std::size_t feedback_bytes = 4'000;
inline constexpr std::size_t feedbacks_per_channel = 200;
inline constexpr std::size_t account_name_characters = 24;  // contract/wargaming.md section 3
inline constexpr std::size_t account_name_characters_least = 3;
inline constexpr std::size_t opaque_id_bytes = 128;
inline constexpr std::size_t ids_per_query = 1'000;

inline constexpr std::size_t channels = 50'000;
inline constexpr std::size_t channel_bodies_kept = 1'000;  // rendered and in memory

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
inline constexpr std::size_t log_pages_before_checkpoint = 2'000;  // of 4 KiB: about 8 MiB of write-ahead log
inline constexpr std::size_t log_bytes_kept = 64 * 1024 * 1024;    // a longer log is cut when it starts anew
inline constexpr std::size_t reading_connections = 4;
inline constexpr std::chrono::milliseconds read_timeout = 10s;  // for one of them to become free

// Serving HTTP
inline constexpr std::size_t request_header_bytes = 8 * 1024;
inline constexpr std::size_t request_body_bytes = 64 * 1024;
inline constexpr std::size_t connections = 20'000;
inline constexpr std::chrono::milliseconds request_timeout = 10s;  // first byte to last byte of a request
inline constexpr std::chrono::milliseconds idle_timeout = 75s;     // between requests of a connection
inline constexpr std::chrono::milliseconds write_stall_timeout = 10s;
inline constexpr std::chrono::milliseconds drain_timeout = 10s;
inline constexpr std::chrono::milliseconds operator_drain_timeout = 1s;
inline constexpr std::chrono::milliseconds handler_timeout = 30s;  // a handler that waits longer is given up
inline constexpr std::chrono::milliseconds linger_timeout = 2s;    // for the client to read a last answer
inline constexpr std::chrono::milliseconds sweep_every = 250ms;    // how exact the time-outs of connections are
inline constexpr std::chrono::milliseconds accept_pause = 100ms;   // after the system ran out of descriptors
inline constexpr std::size_t connection_buffer_bytes = 2 * 1024;   // of an idle connection
inline constexpr std::size_t refused_connections = 512;            // being told that the server is full, at one time
inline constexpr std::size_t stream_backlog_bytes = 64 * 1024;     // of one listener to a stream
inline constexpr std::size_t token_bytes = 4 * 1024;
inline constexpr std::chrono::seconds token_leeway = 30s;
inline constexpr std::size_t token_json_depth = 8;
inline constexpr std::size_t extension_secrets = 8;  // each one costs a hash for a token that matches none

// Calling HTTP
inline constexpr std::chrono::milliseconds outgoing_timeout = 10s;
inline constexpr std::chrono::milliseconds outgoing_connect_timeout = 5s;
inline constexpr std::chrono::milliseconds outgoing_timeout_longest = 10min;
inline constexpr std::size_t outgoing_answer_bytes = 4 * 1024 * 1024;
inline constexpr std::size_t outgoing_answer_header_bytes = 64 * 1024;
inline constexpr std::size_t outgoing_streams_per_host = 256;  // calls at once to a host that speaks HTTP/2
inline constexpr std::size_t outgoing_hosts_remembered = 64;
inline constexpr std::size_t outgoing_calls_waiting = 20'000;
inline constexpr std::size_t outgoing_connections_per_host = 32;

// Logs
inline constexpr std::chrono::milliseconds repeated_log_spacing = 10s;  // between lines that say the same again

// Settings
inline constexpr std::size_t settings_file_bytes = 64 * 1024;

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
inline constexpr std::size_t helix_tokens = 4'096;                   // kept for reuse
inline constexpr std::chrono::milliseconds helix_token_reuse = 45s;  // of the 60 s that they are good for

// Telling viewers (docs/live-messages.md)
inline constexpr std::size_t announced_channels = 50'000;  // with an open vote, or something still to be told
inline constexpr std::size_t messages_per_run = 512;
inline constexpr std::chrono::milliseconds message_spacing = 1s;     // changes of one channel
inline constexpr std::chrono::milliseconds message_heartbeat = 15s;  // of an open vote that does not change
inline constexpr std::chrono::milliseconds urgent_message_late =
    100ms;                                                     // openings and closes: counted as late above it
inline constexpr std::chrono::milliseconds message_late = 2s;  // everything else
inline constexpr std::chrono::milliseconds closing_message_patience = 10min;
inline constexpr std::chrono::milliseconds send_retry_least = 250ms;
inline constexpr std::chrono::milliseconds send_retry_longest = 30s;
inline constexpr std::chrono::milliseconds rejected_retry_least = 30s;
inline constexpr std::chrono::milliseconds rejected_retry_longest = 5min;
inline constexpr std::chrono::milliseconds rate_limit_wait_longest = 15s;
inline constexpr std::size_t message_bytes_least = 1'000;  // never shortened further, whatever is said to be too large
inline constexpr std::chrono::milliseconds segment_tally_spacing = 10s;
inline constexpr std::chrono::milliseconds segment_repair_within = 60s;

// Wargaming (contract/wargaming.md section 2: plan for 10 a second, so stay below)
inline constexpr std::chrono::milliseconds wargaming_call_spacing = 125ms;
inline constexpr std::size_t wargaming_page_size = 100;
inline constexpr std::size_t wargaming_pages = 100;
inline constexpr int wargaming_tries = 3;
inline constexpr std::chrono::milliseconds wargaming_retry_pause = 500ms;  // before the second try; four times that
                                                                           // before the third, each with jitter
inline constexpr std::chrono::milliseconds fleet_refresh_every = 6h;
inline constexpr std::chrono::milliseconds garage_refresh_every = 24h;

}  // namespace shipvote::limits
