# What a host has that something is installed on: users, Java's settings, a /usr that can be written to, the archives in /mnt.
cd "$HOST"
ln -s pts/ptmx dev/ptmx
umount usr
mkdir -p .usr/upper .usr/work opt mnt var/lib var/cache home
mount -t tmpfs -o mode=755 tmpfs .usr
mkdir .usr/upper .usr/work
mount -t overlay -o lowerdir=/usr,upperdir=.usr/upper,workdir=.usr/work overlay usr
mount --bind "$ARCHIVES" mnt
mount -o remount,bind,ro mnt
for each in alternatives ld.so.cache ld.so.conf login.defs nsswitch.conf os-release pam.d ssl; do
  if [ -e "/etc/$each" ]; then cp -a "/etc/$each" etc/; fi
done
for each in /etc/java*; do
  if [ -e "$each" ]; then cp -a "$each" etc/; fi
done
mkdir -p etc/security etc/default
: > etc/shadow
: > etc/gshadow
echo "daemon:x:1:1::/:/usr/sbin/nologin" >> etc/passwd
printf "daemon:x:1:\nsystemd-journal:x:101:\nnogroup:x:65534:\n" >> etc/group
echo "nobody:x:65534:65534::/:/usr/sbin/nologin" >> etc/passwd
