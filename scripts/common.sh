# Shared by the scripts beside it; sourced, never run. Leaves the shell in the repository's root.
# shellcheck shell=bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

JOBS=${JOBS:-$(nproc)}
# What was compiled for one build folder or checkout serves all others: only the folder's name in the debug information
# differs.
export CCACHE_NOHASHDIR=1 CCACHE_BASEDIR=$PWD

# configure FOLDER [CMake options]: makes or refreshes a build folder, in which the sources of a room are compiled
# together. With ccache every object is kept across folders.
configure() {
  local folder=$1 launcher=
  shift
  if [ "${SHIPVOTE_CCACHE:-on}" = on ] && command -v ccache >/dev/null; then launcher=ccache; fi
  cmake -S . -B "$folder" -G Ninja -DSHIPVOTE_JOINED=ON -DCMAKE_CXX_COMPILER_LAUNCHER=$launcher "$@" >"$folder.configured" 2>&1 || {
    cat "$folder.configured" >&2
    return 1
  }
  rm -f "$folder.configured"
}

# build FOLDER TARGET...
build() {
  local folder=$1
  shift
  NINJA_STATUS='[%f/%t] ' ninja -C "$folder" -j "$JOBS" -k 20 "$@"
}

# build_release TARGET...
build_release() {
  mkdir -p build
  configure build/release -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_COMPILER=g++ -DSHIPVOTE_TESTS=ON
  build build/release "$@"
}

# extension_tools: what the extension is built with, as its lock file says.
extension_tools() {
  local tools=extension/node_modules
  if [ -e $tools/.package-lock.json ] && [ ! extension/package-lock.json -nt $tools/.package-lock.json ]; then
    return 0
  fi
  npm ci --prefix extension --no-audit --no-fund --loglevel=error
}

# build_extension: what Twitch serves in build/extension/views, and the page for streaming programs in
# build/extension/obs. Nothing to do while no source is newer than both.
build_extension() {
  local built=build/extension/built
  if [ -e $built ] && [ -z "$(find extension docs/openapi.yaml -path extension/node_modules -prune -o \
    -path extension/tests -prune -o -type f -newer $built -print -quit)" ]; then
    return 0
  fi
  mkdir -p build/extension
  extension_tools
  # The list of ships that goes into the bundle comes from Wargaming's data; the rig makes its own and needs none.
  node extension/scripts/fleet.mjs --if-missing --or-sample
  touch $built.now
  (cd extension && npx vite build --logLevel warn && npx vite build --mode obs --logLevel warn) || return 1
  mv $built.now $built
}
