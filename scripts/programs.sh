# Starting and stopping shipvote-sim and shipvote-web together; sourced by scripts/run and scripts/tour.
# shellcheck shell=bash

BIN=build/release/bin
REAL_FLEET=../shared/data/wargaming/encyclopedia_ships.json
VIEWS=build/extension/views
START_SECONDS=20
STOP_SECONDS=20

sim_pid=
web_pid=
edge_pids=()

answers() { curl -fsS -m 2 -o /dev/null "$1" 2>/dev/null; }

taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Some port that nobody listens on now.
free_port() {
  local port
  for _ in {1..100}; do
    port=$((20000 + RANDOM % 12000))
    taken $port || {
      echo $port
      return
    }
  done
  echo "no free port found" >&2
  return 1
}

# wait_for FILE PID LOG: until the program has written its file; says why when it ends before.
wait_for() {
  local file=$1 pid=$2 log=$3
  for ((tenths = 0; tenths < START_SECONDS * 10; tenths++)); do
    [ ! -s "$file" ] || return 0
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
  echo "It did not start. The end of $log:" >&2
  tail -n 15 "$log" >&2
  return 1
}

# start_programs FOLDER WEB_PORT OPERATOR_PORT SIM_PORT: all running, and FOLDER/run naming their URLs; with EDGES edges
# before the server, of which the views in the rig call the first. Each is in a session of its own, so that Ctrl-C
# reaches only the script, which stops them in order.
start_programs() {
  local folder=$1 web_port=$2 operator_port=$3 sim_port=$4 fleet=() extension=()
  local edge_ports=() api=() number
  local web=http://127.0.0.1:$web_port sim=http://127.0.0.1:$sim_port edges=${EDGES:-0} edge_urls=''
  local internal_secret=${SHIPVOTE_INTERNAL_SECRET:-} internal_port='' messages=web
  if [ "$edges" -gt 0 ]; then
    for ((number = 1; number <= edges; number++)); do edge_ports+=("$(free_port)"); done
    api=(--api-url "http://127.0.0.1:${edge_ports[0]}")
    internal_secret=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
    internal_port=0
    messages=edges
  fi
  [ ! -e $REAL_FLEET ] || fleet=(--fleet "$REAL_FLEET")
  [ ! -e "$VIEWS" ] || extension=(--extension "$VIEWS")
  mkdir -p "$folder"
  rm -f "$folder"/{run,sim.ports,web.ports}
  for log in sim web; do [ ! -e "$folder/$log.log" ] || mv -f "$folder/$log.log" "$folder/$log.log.before"; done

  setsid "$BIN/shipvote-sim" --listen "127.0.0.1:$sim_port" --web-url "$web" --announce-file "$folder/sim.ports" \
    "${api[@]}" "${fleet[@]}" "${extension[@]}" </dev/null >"$folder/sim.log" 2>&1 &
  sim_pid=$!
  wait_for "$folder/sim.ports" $sim_pid "$folder/sim.log" || return 1

  (
    umask 077
    curl -fsS -m 5 "$sim/control/secrets" | grep -o '"content":"[^"]*"' | cut -d'"' -f4 >"$folder/extension-secrets"
  ) || return 1
  local state client_id owner
  state=$(curl -fsS -m 5 "$sim/control/state") || return 1
  client_id=$(sed -n 's/.*"client_id":"\([^"]*\)".*/\1/p' <<<"$state")
  owner=$(sed -n 's/.*"owner_user_id":"\([^"]*\)".*/\1/p' <<<"$state")

  SHIPVOTE_LISTEN_PORT=$web_port SHIPVOTE_OPERATOR_PORT=$operator_port SHIPVOTE_DATA_FOLDER=$folder \
    SHIPVOTE_LISTEN_ALLOWED_ORIGINS=$sim,http://localhost:$sim_port \
    SHIPVOTE_TWITCH_CLIENT_ID=$client_id SHIPVOTE_TWITCH_OWNER_USER_ID=$owner \
    SHIPVOTE_TWITCH_SECRETS_FILE=$folder/extension-secrets SHIPVOTE_TWITCH_API_URL=$sim/helix \
    SHIPVOTE_WARGAMING_APPLICATION_ID=simulator SHIPVOTE_WARGAMING_API_URL=$sim/wargaming \
    SHIPVOTE_INTERNAL_SECRET=$internal_secret SHIPVOTE_INTERNAL_PORT=$internal_port \
    SHIPVOTE_TWITCH_LIVE_MESSAGES=$messages SHIPVOTE_ANNOUNCE_FILE=$folder/web.ports \
    setsid "$BIN/shipvote-web" </dev/null >"$folder/web.log" 2>&1 &
  web_pid=$!
  wait_for "$folder/web.ports" $web_pid "$folder/web.log" || return 1

  # Ready once the fleet was fetched; without it no vote can be opened, but everything else works.
  for ((tenths = 0; tenths < START_SECONDS * 10; tenths++)); do
    ! answers "http://127.0.0.1:$operator_port/readyz" || break
    sleep 0.1
  done

  if [ "$edges" -gt 0 ]; then start_edges || return 1; fi

  printf '%s\n' "web_url=$web" "operator_url=http://127.0.0.1:$operator_port" "sim_url=$sim" "edge_urls=$edge_urls" \
    >"$folder/run.new"
  mv "$folder/run.new" "$folder/run"
}

# start_edges: part of start_programs, in whose variables it reads and writes.
start_edges() {
  local ports port
  internal_port=$(sed -n 's/^internal_port=//p' "$folder/web.ports")
  for ((number = 1; number <= edges; number++)); do
    ports=$folder/edge-$number.ports
    rm -f "$ports"
    SHIPVOTE_LISTEN_PORT=${edge_ports[number - 1]} SHIPVOTE_OPERATOR_PORT=0 SHIPVOTE_LISTEN_ALLOWED_ORIGINS=$sim,http://localhost:$sim_port \
      SHIPVOTE_TWITCH_CLIENT_ID=$client_id SHIPVOTE_TWITCH_OWNER_USER_ID=$owner \
      SHIPVOTE_TWITCH_SECRETS_FILE=$folder/extension-secrets SHIPVOTE_TWITCH_API_URL=$sim/helix \
      SHIPVOTE_INTERNAL_SECRET=$internal_secret SHIPVOTE_EDGE_WEB_URL=http://127.0.0.1:$internal_port \
      SHIPVOTE_EDGE_NAME=edge-$number SHIPVOTE_EDGE_SHARE=$number/$edges SHIPVOTE_ANNOUNCE_FILE=$ports \
      setsid "$BIN/shipvote-api" </dev/null >"$folder/edge-$number.log" 2>&1 &
    edge_pids+=($!)
    wait_for "$ports" $! "$folder/edge-$number.log" || return 1
    port=$(sed -n 's/^operator_port=//p' "$ports")
    for ((tenths = 0; tenths < START_SECONDS * 10; tenths++)); do
      ! answers "http://127.0.0.1:$port/readyz" || break
      sleep 0.1
    done
    edge_urls+=${edge_urls:+,}http://127.0.0.1:${edge_ports[number - 1]}
  done
}

# stop_one PID: asks it to end, and waits for that.
stop_one() {
  local pid=$1
  kill -TERM "$pid" 2>/dev/null || return 0
  for ((tenths = 0; tenths < STOP_SECONDS * 10; tenths++)); do
    kill -0 "$pid" 2>/dev/null || return 0
    sleep 0.1
  done
  echo "process $pid does not end; ending it by force" >&2
  kill -KILL "$pid" 2>/dev/null || true
}

# stop_programs FOLDER: from the viewers' side on, each while those that it calls still answer it.
stop_programs() {
  local pid
  for pid in "${edge_pids[@]}"; do stop_one "$pid"; done
  [ -z "$web_pid" ] || stop_one "$web_pid"
  [ -z "$sim_pid" ] || stop_one "$sim_pid"
  web_pid='' sim_pid='' edge_pids=()
  rm -f "$1/run"
}
