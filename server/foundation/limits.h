// Every limit of the server in one place. Nothing grows without one of these.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace shipvote::limits {

using namespace std::chrono_literals;

// Votes
inline constexpr std::size_t ships_per_vote = 1'000;
inline constexpr std::chrono::seconds longest_vote = 24h;
inline constexpr std::chrono::seconds shortest_vote_duration = 10s;         // of a vote that is opened with a duration
inline constexpr std::chrono::milliseconds latest_automatic_close = 250ms;  // after the end that was set
inline constexpr unsigned changes_per_viewer = 50;  // of a ballot, where the vote allows it; each one is a row
inline constexpr std::size_t votes_listed = 50;
inline constexpr std::size_t closed_votes_listed = 5;
inline constexpr std::size_t closed_votes_kept = 1'024;  // in memory, for viewers who ask after the close
inline constexpr std::size_t closed_voters_kept =
    500'000;  // of them, for whoever asks for the own ballot: 10 to 20 MiB

// Presets, and rules by which ships are found
inline constexpr std::size_t presets_per_channel = 50;
inline constexpr std::size_t preset_name_characters = 60;
inline constexpr std::size_t nations_per_rule = 32;
inline constexpr std::size_t nation_bytes = 32;
inline constexpr int highest_tier = 11;
inline constexpr std::size_t votes_looked_back = 50;  // for ships that won lately

// History
inline constexpr std::size_t history_listed = 50;       // votes a page
inline constexpr std::size_t history_searched = 2'000;  // votes looked at for one page
inline constexpr std::size_t history_read_at_once = 100;
inline constexpr std::size_t history_exported = 10'000;  // votes, the newest
inline constexpr std::size_t search_bytes = 128;
inline constexpr std::size_t ships_per_search = 250;  // their ids fit into request_header_bytes
inline constexpr std::size_t curve_buckets = 120;
inline constexpr std::size_t curve_ships = 50;  // with a curve of their own, those with the most ballots
inline constexpr std::size_t curves_kept = 64;  // rendered and in memory
inline constexpr std::chrono::milliseconds open_curve_kept = 5s;

// Texts that people send
inline constexpr std::size_t feedback_bytes = 4'000;
inline constexpr std::size_t feedbacks_per_channel = 200;
inline constexpr std::size_t account_name_characters = 24;  // docs/platforms/wargaming.md, "Finding an account"
inline constexpr std::size_t account_name_characters_least = 3;
inline constexpr std::size_t opaque_id_bytes = 128;
inline constexpr std::size_t ids_per_query = 1'000;
inline constexpr std::size_t parameters_per_query = 1'024;

inline constexpr std::size_t channels = 50'000;
inline constexpr std::chrono::seconds show_result_least = 5s;  // how long the overlay celebrates
inline constexpr std::chrono::seconds show_result_longest = 60s;
inline constexpr std::size_t channel_bodies_kept = 1'000;  // rendered and in memory

// Fleet
inline constexpr std::size_t ships_per_garage = 2'000;
inline constexpr std::size_t warships = 10'000;
inline constexpr std::size_t ship_name_bytes = 128;
inline constexpr std::size_t image_url_bytes = 512;

// Ledger
inline constexpr std::size_t ballots_waiting = 32'768;  // questions about one's own ballot included
inline constexpr std::size_t ballots_per_commit = 4'096;
inline constexpr std::size_t writes_waiting = 1'024;
inline constexpr std::chrono::milliseconds write_timeout = 10s;         // until the ledger begins with it
inline constexpr std::chrono::milliseconds write_stuck_timeout = 5min;  // from there to its commit
inline constexpr std::size_t log_pages_before_checkpoint = 2'000;       // of 4 KiB: about 8 MiB of write-ahead log
inline constexpr std::size_t log_bytes_kept = 64 * 1024 * 1024;         // a longer log is cut when it starts anew
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
inline constexpr std::size_t outgoing_calls_before_last = 32;  // of the earlier turns, while one of the last turn waits
inline constexpr std::size_t outgoing_connections_per_host = 32;
inline constexpr std::chrono::seconds outgoing_idle = 60s;  // of a connection; longer, and it is not used again
static_assert(outgoing_idle < idle_timeout, "or edges would use connections that shipvote-web is about to close");

// Logs
inline constexpr std::chrono::milliseconds repeated_log_spacing = 10s;  // between lines that say the same again

// Settings
inline constexpr std::size_t settings_file_bytes = 64 * 1024;

// Blocking work
inline constexpr std::size_t blocking_threads = 4;
inline constexpr std::size_t blocking_calls_waiting = 1'024;

// Twitch (docs/platforms/twitch.md, "Pub/Sub messages", "Configuration segments", "Chat lines")
inline constexpr std::size_t message_bytes = 5'000;
inline constexpr std::size_t message_pot = 100;
inline constexpr std::chrono::milliseconds message_refill = 1s;
inline constexpr std::chrono::milliseconds message_timeout = 3s;  // a channel has one message on its way at a time
inline constexpr std::size_t configuration_bytes = 5'000;
inline constexpr std::size_t configuration_writes_per_minute = 20;
// Segments of all channels. An extension has 800 calls a minute, messages not counted; the rest is for chat and
// secrets.
inline constexpr std::size_t segment_writes_per_minute = 600;
inline constexpr std::size_t segment_writes_at_once = 100;
inline constexpr std::size_t chat_characters = 280;
inline constexpr std::size_t chat_lines_per_minute = 12;
inline constexpr std::chrono::milliseconds chat_line_late = 1min;  // after the close nobody cares any more

// Telling viewers (docs/live-messages.md)
inline constexpr std::size_t announced_channels = 50'000;            // with an open vote, or something still to be told
inline constexpr std::size_t helix_tokens = announced_channels;      // kept for reuse, one a channel
inline constexpr std::chrono::milliseconds helix_token_reuse = 45s;  // of the 60 s that they are good for
inline constexpr std::size_t messages_per_run = 512;
inline constexpr std::chrono::milliseconds message_spacing = 1s;         // changes of one channel
inline constexpr std::chrono::milliseconds message_repeat = 5s;          // of the last news of an open vote
inline constexpr std::chrono::milliseconds message_heartbeat = 15s;      // of an open vote that does not change
inline constexpr std::chrono::milliseconds urgent_message_late = 250ms;  // until Twitch took an opening or a close
inline constexpr std::chrono::milliseconds message_late = 2s;            // everything else
inline constexpr std::chrono::milliseconds closing_message_patience = 10min;
inline constexpr std::chrono::milliseconds send_retry_least = 250ms;
inline constexpr std::chrono::milliseconds send_retry_longest = 30s;
inline constexpr std::chrono::milliseconds rejected_retry_least = 30s;
inline constexpr std::chrono::milliseconds rejected_retry_longest = 5min;
inline constexpr std::chrono::milliseconds rate_limit_wait_longest = 15s;
inline constexpr std::size_t message_bytes_least = 1'000;  // never shortened further, whatever is said to be too large
inline constexpr std::chrono::milliseconds segment_tally_spacing = 10s;
inline constexpr std::chrono::milliseconds segment_repaired_soon = 24h;  // at the start, for younger results

// Event streams (GET /live/:channel/:key)
inline constexpr std::size_t live_listeners = 5'000;
inline constexpr std::size_t live_listeners_per_channel = 50;
inline constexpr std::chrono::milliseconds live_event_spacing = 1s;     // changes of one channel
inline constexpr std::chrono::milliseconds live_number_ahead = 1min;    // of the clock; above it a listener errs
inline constexpr std::chrono::milliseconds live_event_heartbeat = 15s;  // of a stream on which nothing happens

// Between shipvote-web and its edges (docs/edge.md)
inline constexpr std::size_t ballots_per_batch = 1'500;           // their bytes fit into request_body_bytes
inline constexpr std::size_t batches_in_flight = 2;               // of one edge
inline constexpr std::chrono::milliseconds batch_spacing = 10ms;  // of one edge, unless a batch has become worth it
inline constexpr std::size_t ballots_worth_a_batch = 192;         // what a batch costs by itself no longer matters
inline constexpr std::chrono::milliseconds batch_timeout = 5s;
inline constexpr std::chrono::milliseconds batch_late = 4s;  // old, by the edge's clock: not taken any more
static_assert(batch_late < batch_timeout, "what an edge has given up must not count behind what it sent afterwards");
inline constexpr std::size_t counts_per_batch_answer = 50'000;              // of all votes in it together
inline constexpr std::size_t votes_looked_up_per_batch = 64;                // of those that are not in memory
inline constexpr std::chrono::milliseconds votes_looked_up_within = 250ms;  // or the batch is answered without
inline constexpr std::chrono::milliseconds forward_timeout = 15s;           // of an opening or a close
inline constexpr std::size_t voters_remembered = 2'000'000;                 // by an edge, over all votes: some 50 MB
inline constexpr std::chrono::milliseconds changes_wait = 15s;              // for something to tell an edge
inline constexpr std::chrono::milliseconds changes_timeout = 25s;
inline constexpr std::chrono::milliseconds tally_telling_spacing = 100ms;
inline constexpr std::size_t changes_per_answer = 2'000;
inline constexpr std::size_t changes_answer_bytes = 1024 * 1024;  // one change may come on top
inline constexpr std::size_t missing_votes_per_question = 64;
inline constexpr std::size_t deleted_channels_remembered = 1'024;
inline constexpr std::size_t changes_waiters = 256;  // edges that wait at one time
inline constexpr std::chrono::milliseconds changes_retry_least = 200ms;
inline constexpr std::chrono::milliseconds changes_retry_longest = 5s;
inline constexpr std::size_t closed_votes_told = closed_votes_kept / 2;  // fewer, so that each is still in memory
inline constexpr std::chrono::milliseconds edge_out_of_step = 30s;       // since the last answer: no longer ready
inline constexpr std::chrono::milliseconds edge_silenced = 2min;  // since the last answer: sends no messages any more
inline constexpr std::chrono::milliseconds late_closing_told = 20s;  // a close that is learned of later is not told
inline constexpr std::chrono::milliseconds late_opening_told = 5s;  // one found at the start counts as fresh until then
inline constexpr std::size_t edge_shares = 64;
inline constexpr std::size_t edge_name_bytes = 64;
inline constexpr std::size_t edges_remembered = 64;
inline constexpr std::chrono::milliseconds edge_silent = 45s;  // since it last asked: counts as gone

// Wargaming (docs/platforms/wargaming.md, "Rate limit": probably 10 a second, so stay below)
inline constexpr std::chrono::milliseconds wargaming_call_spacing = 125ms;
inline constexpr std::size_t wargaming_page_size = 100;
inline constexpr std::size_t wargaming_pages = 100;
inline constexpr int wargaming_tries = 3;
inline constexpr std::chrono::milliseconds wargaming_retry_pause = 500ms;  // before the second try; four times that
                                                                           // before the third, each with jitter
inline constexpr std::chrono::milliseconds fleet_refresh_every = 6h;
inline constexpr std::chrono::milliseconds garage_refresh_every = 24h;
inline constexpr std::chrono::milliseconds garage_refresh_least = 10s;  // between two that a streamer asks for

}  // namespace shipvote::limits
