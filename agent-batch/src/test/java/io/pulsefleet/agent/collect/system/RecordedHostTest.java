package io.pulsefleet.agent.collect.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.agent.collect.system.Clock.Timex;
import io.pulsefleet.wire.Document;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SP-01, PG-04: what kernels old and new write, and what is made of it. What they do not write has no position. */
class RecordedHostTest {

    @TempDir
    Path folder;

    private RecordedHost host;

    @BeforeEach
    void begin() {
        host = new RecordedHost(folder);
    }

    @Test
    void theRunQueueSwitchesAndInterruptsAreThoseOfStat() throws Exception {
        host.with("proc/stat", """
                cpu  7822 0 1546 162020 46 0 15 9 0 0
                cpu0 7822 0 1546 162020 46 0 15 9 0 0
                intr 384663 0 9 0 0
                ctxt 793684
                btime 1795342380
                processes 10418
                procs_running 3
                procs_blocked 1
                softirq 211480 0 45013 2 20210 14 0 3
                """);

        assertThat(host.told(new Scheduling())).isEqualTo("""
                system.cpu.run_queue 3.0
                system.cpu.blocked 1.0
                system.cpu.context_switches 793684.0
                system.cpu.interrupts{type="hard"} 384663.0
                system.cpu.interrupts{type="soft"} 211480.0
                system.process.created 10418.0""");
    }

    @Test
    void thePartsOfMemoryAreThoseOfMeminfoAndVmstat() throws Exception {
        host.with("proc/meminfo", """
                MemTotal:       24684084 kB
                Dirty:               12 kB
                Shmem:               30 kB
                SReclaimable:        50 kB
                SUnreclaim:          20 kB
                CommitLimit:       1000 kB
                Committed_AS:      2000 kB
                HugePages_Total:      8
                HugePages_Free:       5
                HugePages_Rsvd:       1
                HugePages_Surp:       2
                Hugepagesize:      2048 kB
                """).with("proc/vmstat", """
                nr_free_pages 5903105
                pgfault 1000
                pgmajfault 40
                oom_kill 2
                """);

        assertThat(host.told(new MemoryParts())).isEqualTo("""
                system.memory.linux.shared 30720.0
                system.memory.linux.slab.usage{system.memory.linux.slab.state="reclaimable"} 51200.0
                system.memory.linux.slab.usage{system.memory.linux.slab.state="unreclaimable"} 20480.0
                system.memory.linux.dirty 12288.0
                system.memory.linux.committed 2048000.0
                system.memory.linux.commit_limit 1024000.0
                system.memory.linux.hugepages.limit 8.0
                system.memory.linux.hugepages.usage{system.memory.linux.hugepages.state="used"} 3.0
                system.memory.linux.hugepages.usage{system.memory.linux.hugepages.state="free"} 5.0
                system.memory.linux.hugepages.reserved 1.0
                system.memory.linux.hugepages.surplus 2.0
                system.memory.linux.hugepages.page_size 2097152.0
                system.paging.faults{system.paging.fault.type="major"} 40.0
                system.paging.faults{system.paging.fault.type="minor"} 960.0
                system.memory.linux.oom_kills 2.0""");
    }

    /** 3.10 knows no oom_kill, and this one was built without huge pages. */
    @Test
    void anOldKernelTellsLessAndNothingIsMadeUpForIt() throws Exception {
        host.with("proc/meminfo", "MemTotal: 1000 kB\nDirty: 3 kB\n").with("proc/vmstat", "pgfault 7\npgmajfault 7\n");

        assertThat(host.told(new MemoryParts())).isEqualTo("""
                system.memory.linux.dirty 3072.0
                system.paging.faults{system.paging.fault.type="major"} 7.0
                system.paging.faults{system.paging.fault.type="minor"} 0.0""");
        for (var subject : List.of(
                new Scheduling(),
                new Pressure(),
                new Connections(),
                new Limits(),
                new Temperatures(),
                new OwnGroup())) {
            assertThat(host.told(subject)).isEmpty();
        }
    }

    @Test
    void pressureIsToldOfWhatTheKernelKnows() throws Exception {
        host.with("proc/pressure/cpu", "some avg10=0.00 avg60=0.12 avg300=0.05 total=1234567\n")
                .with("proc/pressure/io", """
                        some avg10=0.00 avg60=0.00 avg300=0.00 total=2000000
                        full avg10=0.00 avg60=0.00 avg300=0.00 total=500000
                        """)
                .with("proc/pressure/irq", "full avg10=0.00 avg60=0.00 avg300=0.00 total=250000\n");

        assertThat(host.told(new Pressure())).isEqualTo("""
                system.pressure.stalled_time{resource="cpu",share="some"} 1.234567
                system.pressure.stalled_time{resource="io",share="some"} 2.0
                system.pressure.stalled_time{resource="io",share="full"} 0.5
                system.pressure.stalled_time{resource="irq",share="full"} 0.25""");
    }

    @Test
    void connectionsAreCountedByStateAndTheirTroublesAreTold() throws Exception {
        host.with("proc/1/net/sockstat", """
                        sockets: used 302
                        TCP: inuse 2 orphan 0 tw 1 alloc 5 mem 170
                        UDP: inuse 4 mem 0
                        UDPLITE: inuse 0
                        """)
                .with("proc/1/net/sockstat6", "TCP6: inuse 6\nUDP6: inuse 1\n")
                .with("proc/1/net/tcp", """
                          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
                           0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 31337 1
                           1: 0100007F:8124 0100007F:1F90 01 00000000:00000000 00:00000000 00000000     0        0 31338 1
                        """)
                .with("proc/1/net/tcp6", """
                          sl  local_address                         remote_address                        st tx_queue
                           0: 00000000000000000000000000000000:0016 00000000000000000000000000000000:0000 0A 00000000:00000000
                           1: 00000000000000000000000000000000:0016 0000000000000000FFFF00000A00000A:D431 06 00000000:00000000
                        """)
                .with("proc/1/net/snmp", """
                        Tcp: RtoAlgorithm ActiveOpens PassiveOpens AttemptFails EstabResets CurrEstab InSegs OutSegs RetransSegs InErrs
                        Tcp: 1 10 20 3 4 1 1000 900 7 1
                        Udp: InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors InCsumErrors
                        Udp: 50 2 9 60 8 0 1
                        """)
                .with("proc/1/net/netstat", "TcpExt: ListenOverflows ListenDrops\nTcpExt: 5 6\n");

        assertThat(host.told(new Connections())).isEqualTo("""
                system.network.socket.count{type="all"} 302.0
                system.network.socket.count{type="tcp"} 2.0
                system.network.socket.count{type="tcp_orphan"} 0.0
                system.network.socket.count{type="tcp_time_wait"} 1.0
                system.network.socket.count{type="udp"} 4.0
                system.network.tcp.memory 170.0
                system.network.socket.count{type="tcp6"} 6.0
                system.network.socket.count{type="udp6"} 1.0
                system.network.connection.count{network.connection.state="established",network.transport="tcp"} 1.0
                system.network.connection.count{network.connection.state="syn_sent",network.transport="tcp"} 0.0
                system.network.connection.count{network.connection.state="syn_received",network.transport="tcp"} 0.0
                system.network.connection.count{network.connection.state="fin_wait_1",network.transport="tcp"} 0.0
                system.network.connection.count{network.connection.state="fin_wait_2",network.transport="tcp"} 0.0
                system.network.connection.count{network.connection.state="time_wait",network.transport="tcp"} 1.0
                system.network.connection.count{network.connection.state="close",network.transport="tcp"} 0.0
                system.network.connection.count{network.connection.state="close_wait",network.transport="tcp"} 0.0
                system.network.connection.count{network.connection.state="last_ack",network.transport="tcp"} 0.0
                system.network.connection.count{network.connection.state="listen",network.transport="tcp"} 2.0
                system.network.connection.count{network.connection.state="closing",network.transport="tcp"} 0.0
                system.network.tcp.segments{network.io.direction="receive"} 1000.0
                system.network.tcp.segments{network.io.direction="transmit"} 900.0
                system.network.tcp.retransmits 7.0
                system.network.tcp.opened{type="active"} 10.0
                system.network.tcp.opened{type="passive"} 20.0
                system.network.tcp.failed{type="attempt"} 3.0
                system.network.tcp.failed{type="reset"} 4.0
                system.network.tcp.errors 1.0
                system.network.udp.datagrams{network.io.direction="receive"} 50.0
                system.network.udp.datagrams{network.io.direction="transmit"} 60.0
                system.network.udp.errors{type="no_port"} 2.0
                system.network.udp.errors{type="receive_buffer"} 8.0
                system.network.udp.errors{type="send_buffer"} 0.0
                system.network.udp.errors{type="checksum"} 1.0
                system.network.tcp.listen.overflows 5.0
                system.network.tcp.listen.drops 6.0""");
    }

    @Test
    void whereThereAreVeryManyConnectionsTheirStatesAreMissingAndTheirListIsNotRead() throws Exception {
        host.with("proc/1/net/sockstat", "TCP: inuse 30000 orphan 0 tw 1 alloc 30001 mem 170\n")
                .with("proc/1/net/tcp", "not to be read: not one word of it\n");

        assertThat(host.told(new Connections()))
                .contains("connection.count{network.connection.state=\"established\",network.transport=\"tcp\"} NaN");
    }

    @Test
    void openFilesTrackedConnectionsAndEntropyAreTold() throws Exception {
        host.with("proc/sys/fs/file-nr", "4167\t7\t9223372036854775807\n")
                .with("proc/sys/net/netfilter/nf_conntrack_count", "12\n")
                .with("proc/sys/net/netfilter/nf_conntrack_max", "262144\n")
                .with("proc/sys/kernel/random/entropy_avail", "256\n");

        assertThat(host.told(new Limits())).isEqualTo("""
                system.file_descriptor.count 4160.0
                system.file_descriptor.limit 9.223372036854776E18
                system.network.conntrack.count 12.0
                system.network.conntrack.max 262144.0
                system.entropy.available 256.0""");
    }

    @Test
    void sensorsAreToldByTheirNamesAndOneThatIsSilentIsMissing() throws Exception {
        host.with("sys/class/hwmon/hwmon0/name", "coretemp\n")
                .with("sys/class/hwmon/hwmon0/temp1_label", "Package id 0\n")
                .with("sys/class/hwmon/hwmon0/temp1_input", "48500\n")
                .with("sys/class/hwmon/hwmon0/temp2_input", "")
                .with("sys/class/thermal/thermal_zone0/temp", "99000\n");

        assertThat(host.told(new Temperatures())).isEqualTo("""
                hw.temperature{hw.id="hwmon0/temp1",hw.name="coretemp Package id 0"} 48.5
                hw.temperature{hw.id="hwmon0/temp2",hw.name="coretemp temp2"} NaN""");
    }

    @Test
    void theClockIsRightOnlyWhereSomebodyKeepsIt() throws Exception {
        assertThat(host.told(new Clock(() -> Optional.of(new Timex(0, 1_500_000, 2500, 0x2001)))))
                .isEqualTo("""
                        system.clock.synchronized 1.0
                        system.clock.offset 0.0015
                        system.clock.error 0.0025""");
        assertThat(host.told(new Clock(() -> Optional.of(new Timex(5, 0, 16_000_000, 0x40)))))
                .startsWith("system.clock.synchronized 0.0\n");
        assertThat(host.told(new Clock(() -> Optional.of(new Timex(-1, 0, 0, 0)))))
                .isEmpty();
    }

    @Test
    void aContainersLimitsAreThoseOfItsGroupAndOfTheGroupsAboveIt() throws Exception {
        host.with("proc/self/cgroup", "0::/system.slice/agent.service\n")
                .with("sys/fs/cgroup/system.slice/memory.max", "500000\n")
                .with("sys/fs/cgroup/system.slice/agent.service/memory.max", "max\n")
                .with("sys/fs/cgroup/system.slice/agent.service/memory.current", "1000\n")
                .with("sys/fs/cgroup/system.slice/agent.service/cpu.max", "150000 100000\n")
                .with(
                        "sys/fs/cgroup/system.slice/agent.service/cpu.stat",
                        "usage_usec 2500000\nthrottled_usec 500000\n");

        assertThat(host.told(new OwnGroup())).isEqualTo("""
                system.cgroup.cpu.time 2.5
                system.cgroup.cpu.throttled_time 0.5
                system.cgroup.cpu.limit 1.5
                system.cgroup.memory.usage 1000.0
                system.cgroup.memory.limit 500000.0""");
    }

    @Test
    void groupsOfVersionOneTellTheSame() throws Exception {
        host.with("proc/self/cgroup", "4:memory:/docker/ab\n3:cpu,cpuacct:/docker/ab\n0::/\n")
                .with("sys/fs/cgroup/memory/docker/ab/memory.usage_in_bytes", "1000\n")
                .with("sys/fs/cgroup/memory/docker/ab/memory.limit_in_bytes", "4096\n")
                .with("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n")
                .with("sys/fs/cgroup/cpu/docker/ab/cpu.cfs_quota_us", "50000\n")
                .with("sys/fs/cgroup/cpu/docker/ab/cpu.cfs_period_us", "100000\n")
                .with(
                        "sys/fs/cgroup/cpu/docker/ab/cpu.stat",
                        "nr_periods 3\nnr_throttled 1\nthrottled_time 2000000000\n")
                .with("sys/fs/cgroup/cpuacct/docker/ab/cpuacct.usage", "7000000000\n");

        assertThat(host.told(new OwnGroup())).isEqualTo("""
                system.cgroup.cpu.time 7.0
                system.cgroup.cpu.throttled_time 2.0
                system.cgroup.cpu.limit 0.5
                system.cgroup.memory.usage 1000.0
                system.cgroup.memory.limit 4096.0""");

        host.with("sys/fs/cgroup/memory/docker/ab/memory.limit_in_bytes", "9223372036854771712\n")
                .with("sys/fs/cgroup/cpu/docker/ab/cpu.cfs_quota_us", "-1\n");
        assertThat(host.told(new OwnGroup())).doesNotContain("limit");
    }

    @Test
    void disksTellHowLongOperationsTookHowBusyTheyWereAndHowManyWereUnderWay() throws Exception {
        var disks = new Disks();
        host.with("proc/uptime", "100.00 50.00\n")
                .with("proc/diskstats", " 254 0 vda 10 1 80 100 20 2 160 400 0 300 500\n");
        host.told(disks);
        host.with("proc/uptime", "110.00 50.00\n")
                .with("proc/diskstats", " 254 0 vda 14 1 96 120 20 2 160 400 3 5300 20500 0 0 0 0\n");

        assertThat(host.told(disks)).isEqualTo("""
                system.disk.io{disk.io.direction="read",system.device="vda"} 49152.0
                system.disk.operations{disk.io.direction="read",system.device="vda"} 14.0
                system.disk.merged{disk.io.direction="read",system.device="vda"} 1.0
                system.disk.operation_time{disk.io.direction="read",system.device="vda"} 0.12
                system.disk.io{disk.io.direction="write",system.device="vda"} 81920.0
                system.disk.operations{disk.io.direction="write",system.device="vda"} 20.0
                system.disk.merged{disk.io.direction="write",system.device="vda"} 2.0
                system.disk.operation_time{disk.io.direction="write",system.device="vda"} 0.4
                system.disk.io_time{system.device="vda"} 5.3
                system.disk.pending_operations{system.device="vda"} 3.0
                system.disk.await{disk.io.direction="read",system.device="vda"} 0.005
                system.disk.await{disk.io.direction="write",system.device="vda"} NaN
                system.disk.utilization{system.device="vda"} 0.5
                system.disk.queue{system.device="vda"} 2.0""");
    }

    @Test
    void aFileSystemThatBecomesReadOnlyIsAnEvent() throws Exception {
        var systems = new FileSystems();
        host.with("proc/1/mounts", "/dev/vda / ext4 rw,relatime,errors=remount-ro 0 0\n");
        assertThat(host.visit(systems).documents()).isEmpty();
        host.with("proc/1/mounts", "/dev/vda / ext4 ro,relatime 0 0\n");

        var pass = host.visit(systems);
        assertThat(pass.documents()).extracting(Document::kind).containsExactly("host.event");
        assertThat(pass.documents().get(0).body().text())
                .isEqualTo("{\"type\":\"filesystem.remounted\",\"subject\":\"/\",\"from\":\"rw\",\"to\":\"ro\","
                        + "\"message\":\"/ on /dev/vda is read-only now\"}");
        assertThat(RecordedHost.told(pass).toString())
                .contains("system.filesystem.readonly{system.device=\"/dev/vda\",system.filesystem.mountpoint=\"/\","
                        + "system.filesystem.type=\"ext4\"} 1.0");
    }

    @Test
    void aStartOfTheHostIsToldOnceWhateverBecameOfTheAgent() throws Exception {
        host.with("proc/sys/kernel/random/boot_id", "second\n").with("proc/sys/kernel/osrelease", "6.1.0\n");

        var first = host.visit(new Reboot());
        assertThat(first.documents()).isEmpty();
        assertThat(first.reached()).contains("second");

        var afterTheStart = host.visit(new Reboot(), new Visit("host", RecordedHost.AT, () -> Optional.of("first")));
        assertThat(afterTheStart.documents())
                .extracting(one -> one.body().text())
                .containsExactly("{\"type\":\"host.booted\",\"subject\":\"host\",\"to\":\"6.1.0\","
                        + "\"message\":\"the host started, with kernel 6.1.0\"}");
        assertThat(afterTheStart.reached()).contains("second");

        var told = host.visit(new Reboot(), new Visit("host", RecordedHost.AT, () -> Optional.of("second")));
        assertThat(told.documents()).isEmpty();
        assertThat(told.reached()).isEmpty();
    }

    @Test
    void aHostIsToStartAnewWhereItsSystemSaysSo() throws Exception {
        assertThat(host.told(new Reboot())).isEmpty();
        host.with("etc/os-release", "ID=ubuntu\nID_LIKE=debian\n");
        assertThat(host.told(new Reboot())).isEqualTo("system.reboot.required 0.0");
        host.with("run/reboot-required", "*** System restart required ***\n");
        assertThat(host.told(new Reboot())).isEqualTo("system.reboot.required 1.0");
        Files.delete(folder.resolve("run/reboot-required"));
        host.with("proc/sys/kernel/osrelease", "6.1.0-13\n").with("lib/modules/6.1.0-17/modules.dep", "");
        assertThat(host.told(new Reboot())).isEqualTo("system.reboot.required 1.0");
    }

    @Test
    void theInventoryIsToldOnceAndAgainWhenItChanged() throws Exception {
        host.with("proc/sys/kernel/hostname", "db1\n")
                .with("proc/sys/kernel/osrelease", "6.1.0-13-amd64\n")
                .with(
                        "etc/os-release",
                        "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\nID=debian\nVERSION_ID=\"12\"\n")
                .with("proc/cpuinfo", """
                        processor	: 0
                        model name	: A Fast One
                        physical id	: 0
                        cpu cores	: 2
                        flags		: fpu vme hypervisor

                        processor	: 1
                        model name	: A Fast One
                        physical id	: 0
                        cpu cores	: 2
                        """)
                .with("proc/meminfo", """
                        MemTotal: 8 kB
                        MemAvailable: 8 kB
                        MemFree: 8 kB
                        Buffers: 0 kB
                        Cached: 0 kB
                        SReclaimable: 0 kB
                        SwapTotal: 4 kB
                        SwapFree: 0 kB
                        """)
                .with("proc/vmstat", "pswpin 0\npswpout 0\n")
                .with("proc/1/net/dev", "\n\n  eth0: 1 1 0 0 0 0 0 0 1 1 0 0 0 0 0 0\n")
                .with("sys/class/net/eth0/address", "06:00:ac:10:00:02\n")
                .with("sys/class/net/eth0/mtu", "1500\n")
                .with("sys/block/vda/size", "4096\n")
                .with("sys/block/vda/queue/rotational", "0\n")
                .with("proc/diskstats", " 254 0 vda 10 1 80 100 20 2 160 400 0 300 500\n");
        var inventory = new Inventory();

        var told = host.visit(inventory).documents();
        assertThat(told).extracting(Document::kind).containsExactly("host.inventory");
        assertThat(told.get(0)
                        .body()
                        .text()
                        .replaceAll("\"(container|cgroups|architecture|time_zone)\":\"[^\"]*\",?", ""))
                .isEqualTo(
                        "{\"hostname\":\"db1\",\"os\":{\"name\":\"Debian GNU/Linux 12 (bookworm)\",\"id\":\"debian\","
                                + "\"version\":\"12\",\"kernel\":\"6.1.0-13-amd64\",},\"cpu\":{\"model\":\"A Fast One\","
                                + "\"logical\":2,\"sockets\":1,\"cores_per_socket\":2},"
                                + "\"memory\":{\"total_bytes\":8192,\"swap_bytes\":4096},"
                                + "\"disks\":[{\"name\":\"vda\",\"size_bytes\":2097152,\"rotational\":false}],"
                                + "\"links\":[{\"name\":\"eth0\",\"mac\":\"06:00:ac:10:00:02\",\"mtu\":1500}],"
                                + "\"machine\":{\"virtual\":true},"
                                + "\"measured\":{\"memory\":\"host\",\"cpu\":\"host\",\"processes\":\"host\",\"network\":\"host\"}}");

        for (int visit = 1; visit < 120; visit++) {
            assertThat(host.visit(inventory).documents()).isEmpty();
        }
        host.with("sys/class/net/eth0/mtu", "9000\n");
        assertThat(host.visit(inventory).documents()).hasSize(1);
    }
}
