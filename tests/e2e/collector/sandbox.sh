# sandbox.sh ROOT HOSTNAME USER PIDFILE {MODE SOURCE TARGET}... -- COMMAND ARGS...
# Runs a command as in a container: under unshare (--mount --uts), with a read-only root that holds only the mounts.
# MODE is ro, rw (SOURCE is a path) or tmpfs (SOURCE is a size). USER is an id, or "self" without root privileges.
# The process keeps its id.
set -e
root=$1 name=$2 user=$3 pidfile=$4
shift 4
hostname "$name"
mount -t tmpfs -o mode=755 tmpfs "$root"
while [ "$1" != -- ]; do
  mode=$1 source=$2 target=$root$3
  shift 3
  if [ "$mode" = tmpfs ]; then
    mkdir -p "$target"
    mount -t tmpfs -o "size=$source,mode=1777" tmpfs "$target"
    continue
  fi
  if [ -d "$source" ]; then
    mkdir -p "$target"
  else
    mkdir -p "${target%/*}"
    : >"$target"
  fi
  mount --rbind "$source" "$target"
  if [ "$mode" = ro ]; then mount -o remount,bind,ro "$target"; fi
done
shift
mount -o remount,bind,ro "$root"
echo $$ >"$pidfile"
cd /
if [ "$user" = self ]; then exec chroot "$root" "$@"; fi
exec chroot --userspec="$user:$user" "$root" "$@"
