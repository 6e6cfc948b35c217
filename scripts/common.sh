# Shared by the scripts beside it; sourced, never run. Leaves the shell in the repository's root.
# shellcheck shell=bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

JOBS=${JOBS:-$(nproc)}

# configure FOLDER [CMake options]: makes or refreshes a build folder. With ccache every object is kept across folders;
# without it the heavy headers are precompiled instead.
configure() {
  local folder=$1 speed=(-DSHIPVOTE_PRECOMPILE=ON)
  shift
  if command -v ccache >/dev/null; then
    speed=(-DSHIPVOTE_PRECOMPILE=OFF -DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
  fi
  [ "${SHIPVOTE_CCACHE:-on}" = on ] || speed=(-DSHIPVOTE_PRECOMPILE=ON -DCMAKE_CXX_COMPILER_LAUNCHER=)
  cmake -S . -B "$folder" -G Ninja "${speed[@]}" "$@" >"$folder.configured" 2>&1 || {
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

# build_release TARGET... Never with precompiled headers: optimizing, g++ 12 then warns about the standard library's own
# code, which it otherwise keeps to itself.
build_release() {
  mkdir -p build
  configure build/release -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_COMPILER=g++ -DSHIPVOTE_TESTS=ON \
    -DSHIPVOTE_PRECOMPILE=OFF
  build build/release "$@"
}
