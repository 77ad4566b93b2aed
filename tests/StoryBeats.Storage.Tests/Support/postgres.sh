#!/bin/sh
# A PostgreSQL of its own, until standard input ends: it cannot outlive whoever started it. Until then it takes the commands stop, start, freeze and thaw,
# a line each, and says "done".
# usage: postgres.sh BIN PORT FSYNC
set -eu
bin=$1 port=$2 fsync=$3
cd /
dir=$(mktemp -d "${TMPDIR:-/tmp}/storybeats-postgres-XXXXXX")
trap 'rm -rf "$dir"' EXIT
trap '' INT TERM HUP
"$bin/initdb" --pgdata="$dir/data" --username=storybeats --auth=trust --encoding=UTF8 --locale=C --no-sync >"$dir/log" 2>&1 || { cat "$dir/log" >&2; exit 1; }
start() {
    "$bin/postgres" -D "$dir/data" -c listen_addresses=127.0.0.1 -c port="$port" -c unix_socket_directories="$dir" \
        -c max_connections=200 -c fsync="$fsync" >"$dir/log" 2>&1 </dev/null &
    server=$!
    until "$bin/pg_isready" --quiet --host=127.0.0.1 --port="$port"; do
        kill -0 "$server" 2>/dev/null || { cat "$dir/log" >&2; exit 1; }
        sleep .1
    done
}
# The server and its processes for connections.
signal() {
    for process in "$server" $(cat "/proc/$server/task/$server/children"); do
        kill -s "$1" "$process" || true
    done
}
start
echo ready
while read -r command; do
    case $command in
        stop) "$bin/pg_ctl" stop --pgdata="$dir/data" --mode=immediate --silent; wait "$server" || true ;;
        start) start ;;
        freeze) signal STOP ;;
        thaw) signal CONT ;;
    esac
    echo done
done
"$bin/pg_ctl" stop --pgdata="$dir/data" --mode=fast --silent || kill -QUIT "$server" || true
wait "$server" || true
