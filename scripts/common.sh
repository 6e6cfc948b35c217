# Shared by the scripts beside it; sourced, never run. Leaves the shell in the repository's root.
# shellcheck shell=bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

JOBS=${JOBS:-$(nproc 2>/dev/null || echo 2)}
LOGS=build/logs
# How much of a failed step's output is shown. Nobody can open the log of a CI run afterwards.
FAILURE_LINES=${CI:+400}
FAILURE_LINES=${FAILURE_LINES:-30}
# Objects are shared between build folders and checkouts: only the folder's name in the debug information differs.
export CCACHE_NOHASHDIR=1 CCACHE_BASEDIR=$PWD

# step NAME TEXT COMMAND...: runs a command or function with its output in build/logs/NAME, and prints one line: TEXT and
# the seconds it took. When the command fails: the end of its output, where the rest is and what to do next; returns its
# exit status. Ctrl-C ends the script. On a terminal the line moves while the command runs.
step() {
  local name=$1 text=$2 log=$LOGS/$1 begun=$SECONDS code=0 watcher='' exits=false interrupted=false
  shift 2
  case $- in *e*) exits=true ;; esac
  mkdir -p "$LOGS"
  : >"$log"
  if [ -t 1 ]; then
    show_progress "$text" "$log" "$begun" &
    watcher=$!
  else
    printf '%s … ' "$text"
  fi
  # In a shell of its own, with -e: the first command that fails ends the step. (So a step must not be called where bash
  # ignores -e: not in a condition, nor before "||".)
  set +e
  trap 'interrupted=true' INT
  (
    set -e
    "$@"
  ) >"$log" 2>&1 </dev/null
  code=$?
  trap - INT
  if [ -n "$watcher" ]; then
    kill "$watcher" 2>/dev/null
    wait "$watcher" 2>/dev/null
    printf '\r\033[K%s … ' "$text"
  fi
  if $interrupted; then
    echo interrupted
    exit 130
  elif [ $code -eq 0 ]; then
    printf '%s%d s\n' "$(tests_counted "$log")" $((SECONDS - begun))
  else
    printf 'FAILED after %d s\n' $((SECONDS - begun))
    tell_failure "$name" "$log" >&2
  fi
  if $exits; then set -e; fi
  return $code
}

# show_progress TEXT LOG BEGUN: part of step; runs until it is killed or the script is gone.
show_progress() {
  local text=$1 log=$2 begun=$3 progress
  while kill -0 $$ 2>/dev/null; do
    # Ninja's "[31/80]" or ctest's " 3/15 Test"
    progress=$(tail -c 2000 "$log" 2>/dev/null | grep -aoE '^ *\[?[0-9]+/[0-9]+(\]| Test )' | tail -n 1 | tr -cd '0-9/' || true)
    printf '\r\033[K%s … %s%d s' "$text" "${progress:+$progress, }" $((SECONDS - begun))
    sleep 0.5
  done
}

# tests_counted LOG: "139 tests, " if the log tells how many passed (GoogleTest, node --test, Vitest).
tests_counted() {
  local count
  count=$(sed -nE 's/\x1b\[[0-9;]*m//g
    s/^([0-9]+: )?\[  PASSED  \] ([0-9]+) tests?\.$/\2/p
    s/^(# |ℹ )pass ([0-9]+)$/\2/p
    s/^ *Tests +([0-9]+) passed.*$/\1/p' "$1" | awk '{sum += $1} END {print sum + 0}')
  if [ "$count" -gt 0 ]; then printf '%d tests, ' "$count"; fi
}

# tell_failure NAME LOG: part of step.
tell_failure() {
  local name=$1 log=$2
  printf '\n'
  tail -n "$FAILURE_LINES" "$log" | sed 's/^/  | /'
  printf '\nAll of the output: %s\n' "$log"
  case $name in
    packages | package-lists)
      echo 'Next: mend what apt says above (if it names hosts: is the network there?); then repeat the command.'
      ;;
    npm-*)
      echo 'Next: check that npm reaches its registry ("npm ping"; behind a proxy: "npm config set proxy …"); then repeat the command.'
      echo '"SHIPVOTE_WITHOUT_EXTENSION=1 make run" runs the servers alone and needs no npm.'
      ;;
    compile* | build-*)
      if grep -qaE 'Killed|out of memory|cc1plus: all' "$log"; then
        echo 'Next: the compiler seems to have run out of memory. Repeat the command with JOBS=1.'
      else
        echo 'Next: if this checkout was changed, mend what is named above. If not, "make clean" and repeat the command.'
      fi
      ;;
    *) echo "Next: mend what is named above, then repeat the command." ;;
  esac
}

# configure FOLDER [CMake options]: makes or refreshes a build folder, in which the sources of a room are compiled
# together. A folder that was made for another place (the checkout was copied or moved) is made anew. With ccache every
# object is kept across folders; a folder that was made without it stays so, since changing that compiles everything.
configure() {
  local folder=$1 launcher=() home
  shift
  home=$(sed -n 's/^CMAKE_HOME_DIRECTORY:INTERNAL=//p' "$folder/CMakeCache.txt" 2>/dev/null || true)
  if [ -n "$home" ] && [ "$home" != "$PWD" ]; then
    echo "$folder was made for $home; making it anew"
    rm -rf "$folder"
    home=
  fi
  if [ -z "$home" ] && [ "${SHIPVOTE_CCACHE:-on}" = on ] && command -v ccache >/dev/null; then
    launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
  fi
  cmake -S . -B "$folder" -G Ninja -DSHIPVOTE_JOINED=ON "${launcher[@]}" "$@"
}

# build FOLDER TARGET...
build() {
  local folder=$1
  shift
  NINJA_STATUS='[%f/%t] ' ninja -C "$folder" -j "$JOBS" -k 20 "$@"
}

# compile_release TARGET...
compile_release() {
  configure build/release -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_COMPILER=g++ -DSHIPVOTE_TESTS="${SHIPVOTE_RELEASE_TESTS:-OFF}"
  build build/release "$@"
}

# build_release TARGET...: a step.
build_release() { step compile-release "compiling" compile_release "$@"; }

# npm_packages FOLDER all|build: what the folder's lock file names, or only what building needs of it. Nothing to do while
# that is there. A copy of the lock file tells which it is.
npm_packages() {
  local folder=$1 which=$2 modules=$1/node_modules
  if cmp -s "$folder/package-lock.json" "$modules/.lock-all"; then return 0; fi
  if [ "$which" = build ] && cmp -s "$folder/package-lock.json" "$modules/.lock-build"; then return 0; fi
  step "npm-$(basename "$folder")" "fetching npm packages of $folder" npm_ci "$folder" "$which"
}
npm_ci() {
  local folder=$1 which=$2 options=(--no-audit --no-fund --no-update-notifier)
  if [ "$which" = build ]; then options+=(--omit=dev); else options+=(--include=dev); fi
  npm ci --prefix "$folder" "${options[@]}"
  cp "$folder/package-lock.json" "$folder/node_modules/.lock-$which"
}

# build_extension: what Twitch serves in build/extension/views, and the page for streaming programs in
# build/extension/obs. Nothing to do while no source is newer than both.
build_extension() {
  local built=build/extension/built
  # Folders are looked at, too: what was deleted makes its folder newer.
  if [ -e $built ] && [ ! docs/openapi.yaml -nt $built ] && [ -z "$(find extension -mindepth 1 \
    -path extension/node_modules -prune -o -path extension/tests -prune -o -newer $built -print -quit)" ]; then
    return 0
  fi
  npm_packages extension build
  step build-extension "building the extension" vite_build $built
}
vite_build() {
  local built=$1
  mkdir -p build/extension
  # The list of ships that goes into the bundle comes from Wargaming's data; the rig makes its own and needs none.
  node extension/scripts/fleet.mjs --if-missing --or-sample
  touch "$built.now"
  cd extension
  npx --no-install vite build --logLevel warn
  npx --no-install vite build --mode obs --logLevel warn
  mv "../$built.now" "../$built"
}
