package io.pulsefleet.agent.collect.system;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.agent.collect.system.Host.Disk;
import io.pulsefleet.agent.collect.system.Host.Link;
import io.pulsefleet.agent.collect.system.Host.Mount;
import io.pulsefleet.agent.collect.system.Host.Traffic;
import io.pulsefleet.agent.collect.system.Host.Transfers;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** SP-01 and PA-10: what is watched of what there is. */
class WatchedTest {

    @Test
    void aServersOwnFileSystemsAreWatchedAndPseudoOnesSnapsOverlaysAndSharesAreNot() {
        assertThat(watchedMounts("""
                proc            /proc                                     proc
                sysfs           /sys                                      sysfs
                udev            /dev                                      devtmpfs
                tmpfs           /dev/shm                                  tmpfs
                tmpfs           /run/user/1000                            tmpfs
                cgroup2         /sys/fs/cgroup                            cgroup2
                systemd-1       /proc/sys/fs/binfmt_misc                  autofs
                /dev/vda1       /                                         ext4
                /dev/vda15      /boot/efi                                 vfat
                /dev/loop0      /snap/core22/1380                         squashfs
                /dev/loop1      /mnt/snap-kept-elsewhere                  squashfs
                nsfs            /run/snapd/ns/lxd.mnt                     nsfs
                /dev/sr0        /media/cdrom                              iso9660
                /dev/loop7      /mnt/image                                ext4
                /dev/mapper/pg  /var/lib/postgresql                       xfs
                /dev/sdb1       /mnt/windows disk                         fuseblk
                tank/home       /home                                     zfs
                /dev/sdc        /var/lib/docker                           ext4
                overlay         /var/lib/docker/overlay2/ab12/merged      overlay
                /dev/sdd        /var/lib/kubelet/pods/1/volumes/data      ext4
                lxcfs           /var/lib/lxcfs                            fuse.lxcfs
                /dev/fuse       /etc/pve                                  fuse
                nas:/export     /mnt/nas                                  nfs4
                //nas/share     /mnt/share                                cifs
                """)).isEqualTo("""
                / on /dev/vda1
                /boot/efi on /dev/vda15
                /home on tank/home
                /mnt/image on /dev/loop7
                /mnt/windows disk on /dev/sdb1
                /var/lib/docker on /dev/sdc
                /var/lib/postgresql on /dev/mapper/pg""");
    }

    @Test
    void aContainersRootIsWatchedThoughItIsAnOverlayAndTheFilesBoundIntoItAreNot() {
        assertThat(watchedMounts("""
                overlay         /                                         overlay
                proc            /proc                                     proc
                tmpfs           /dev                                      tmpfs
                shm             /dev/shm                                  tmpfs
                /dev/vda1       /etc/resolv.conf                          ext4
                /dev/vda1       /etc/hostname                             ext4
                /dev/vda1       /etc/hosts                                ext4
                /dev/vdb        /data                                     xfs
                """)).isEqualTo("""
                / on overlay
                /data on /dev/vdb""");
    }

    @Test
    void aFileSystemMountedTwiceIsWatchedOnceAtItsShortestPoint() {
        assertThat(watchedMounts("""
                /dev/vda1       /                                         btrfs
                /dev/vda1       /home                                     btrfs
                /dev/vdb        /srv/chroot/data                          ext4
                /dev/vdb        /data                                     ext4
                """)).isEqualTo("""
                / on /dev/vda1
                /data on /dev/vdb""");
    }

    @Test
    void ofTwoFileSystemsAtOnePointTheUpperIsWatched() {
        assertThat(watchedMounts("""
                rootfs          /                                         rootfs
                /dev/vda1       /                                         ext4
                /dev/vdb        /data                                     ext4
                /dev/vdc        /data                                     xfs
                """)).isEqualTo("""
                / on /dev/vda1
                /data on /dev/vdc""");
    }

    @Test
    void wholeDisksAreWatchedAndNeitherTheirPartitionsNorWhatIsLaidOverThem() {
        assertThat(watchedDisks("""
                vda vda1 vda15 sda sda1 sdaa sdaa3 xvda xvdb1 hda dasda dasda1 nvme0n1 nvme0n1p2 nvme0c0n1 nvme10n1
                mmcblk0 mmcblk0p1 mmcblk0boot0 rbd0 rbd0p1 pmem0 loop0 ram0 zram0 sr0 fd0 dm-0 md127 nbd0 drbd0
                """)).isEqualTo("dasda hda mmcblk0 nvme0n1 nvme10n1 pmem0 rbd0 sda sdaa vda xvda");
    }

    @Test
    void cardsBondsBridgesVlansAndVpnsAreWatchedAndWhatContainersAndMachinesBringAlongIsNot() {
        assertThat(watchedLinks("""
                lo eth0 eth0.100 eno1 enp3s0f1 ens5 enx001122334455 wlan0 wwan0 ib0 bond0 team0 br0 br-lan vmbr0 wg0 tun0 ppp0
                veth12ab vethwe-bridge docker0 docker_gwbridge podman1 br-0123456789ab cni0 cni-podman0 flannel.1 cali1234
                cilium_host azv1234 eni0123456789a kube-ipvs0 nodelocaldns lxcbr0 lxdbr0 virbr0 virbr0-nic vnet3 tap0 ifb0 dummy0
                teql0 tunl0 sit0 gre0 gretap0 erspan0 ip6tnl0 ip6gre0 ip_vti0 ip6_vti0
                """))
                .isEqualTo(
                        "bond0 br-lan br0 eno1 enp3s0f1 ens5 enx001122334455 eth0 eth0.100 ib0 ppp0 team0 tun0 vmbr0 wg0"
                                + " wlan0 wwan0");
    }

    private static final Transfers NOTHING = new Transfers(0, 0, 0, 0);

    private static String watchedMounts(String table) {
        var mounts = table.lines().map(WatchedTest::mount).toList();
        return Watched.mounts(mounts).stream()
                .map(mount -> mount.point() + " on " + mount.device())
                .collect(joining("\n"));
    }

    private static Mount mount(String line) {
        var columns = line.split(" {2,}", -1);
        return new Mount(columns[0], columns[1], columns[2]);
    }

    private static String watchedDisks(String names) {
        var disks = Stream.of(names.strip().split("\\s+", -1))
                .map(name -> new Disk(name, NOTHING, NOTHING, 0, 0, 0))
                .toList();
        return Watched.disks(disks).stream().map(Disk::name).collect(joining(" "));
    }

    private static String watchedLinks(String names) {
        var none = new Traffic(0, 0, 0, 0);
        var links = Stream.of(names.strip().split("\\s+", -1))
                .map(name -> new Link(name, none, none))
                .toList();
        return Watched.links(links).stream().map(Link::name).collect(joining(" "));
    }
}
