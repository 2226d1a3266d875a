package io.pulsefleet.agent.collect.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefleet.agent.collect.system.Host.Core;
import io.pulsefleet.agent.collect.system.Host.Link;
import io.pulsefleet.agent.collect.system.Host.Load;
import io.pulsefleet.agent.collect.system.Host.Memory;
import io.pulsefleet.agent.collect.system.Host.Mount;
import io.pulsefleet.agent.collect.system.Host.Swap;
import io.pulsefleet.agent.collect.system.Host.Traffic;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ProcTest {

    private static final String MEMINFO = """
            MemTotal:       1000 kB
            MemFree:         200 kB
            MemAvailable:    600 kB
            Buffers:          10 kB
            Cached:          300 kB
            SwapCached:       99 kB
            SwapTotal:       500 kB
            SwapFree:        400 kB
            SReclaimable:     50 kB
            HugePages_Total:   0
            """;

    @Test
    void aCoreThatIsOffIsNotListedAndTheOthersKeepTheirNumbers() {
        assertThat(Proc.cores("""
                cpu  110 20 310 4100 50 7 9 11 5 6
                cpu0 100 20 300 4000 50 6 1 11 5 6
                cpu2 10 0 10 100 0 1 8 0 0 0
                intr 384663 0 0
                ctxt 793684
                """))
                .containsExactly(
                        new Core(0, new Ticks(100, 20, 300, 4000, 50, 7, 11)),
                        new Core(2, new Ticks(10, 0, 10, 100, 0, 9, 0)));
    }

    @Test
    void readsTheLoad() {
        assertThat(Proc.load("0.15 1.12 20.13 2/86 9251\n")).isEqualTo(new Load(0.15, 1.12, 20.13));
    }

    @Test
    void countsReclaimableSlabAsCache() throws Exception {
        assertThat(Proc.memory(MEMINFO))
                .isEqualTo(new Memory(1000 * 1024, 600 * 1024, 200 * 1024, 10 * 1024, 350 * 1024));
    }

    @Test
    void readsSwap() throws Exception {
        assertThat(Proc.swap(MEMINFO, """
                nr_free_pages 5903105
                pswpin 17
                pswpout 4
                """)).isEqualTo(new Swap(500 * 1024, 400 * 1024, 17, 4));
    }

    @Test
    void saysWhatTheKernelDoesNotTell() {
        assertThatThrownBy(() -> Proc.memory("MemTotal: 1000 kB\n"))
                .isInstanceOf(IOException.class)
                .hasMessage("the kernel tells no MemAvailable:");
    }

    @Test
    void undoesTheEscapesInMountPoints() {
        assertThat(Proc.mounts("""
                /dev/vda / ext4 rw,relatime,discard 0 0
                /dev/sdb1 /mnt/a\\040b\\011c\\134040\\043$1 xfs rw 0 0
                """))
                .containsExactly(
                        new Mount("/dev/vda", "/", "ext4"), new Mount("/dev/sdb1", "/mnt/a b\tc\\040#$1", "xfs"));
    }

    @Test
    void readsTheTrafficOfInterfacesAlsoWhereALongNumberTouchesTheName() {
        assertThat(Proc.links("""
                Inter-|   Receive                                                |  Transmit
                 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
                    lo:    3193      29    0    0    0     0          0         0     3193      29    0    0    0     0       0          0
                  eth0:928635749 21073 1 2 0 0 0 0 1495171 14692 3 4 0 0 0 0
                """))
                .containsExactly(
                        new Link("lo", new Traffic(3193, 29, 0, 0), new Traffic(3193, 29, 0, 0)),
                        new Link("eth0", new Traffic(928635749, 21073, 1, 2), new Traffic(1495171, 14692, 3, 4)));
    }
}
