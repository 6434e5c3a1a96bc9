# tether.sh SIGNAL COMMAND ARGS...: runs a command that cannot outlive the process at the other end of standard input.
# When that process ends, even by SIGKILL, its end closes and the command receives the signal: no orphans.
exec 3<&0
signal=$1
shift
"$@" </dev/null 3<&- &
child=$!
{
  cat <&3
  kill -s "$signal" "$child"
} >/dev/null 2>&1 &
wait "$child"
code=$?
kill "$!" 2>/dev/null
exit "$code"
