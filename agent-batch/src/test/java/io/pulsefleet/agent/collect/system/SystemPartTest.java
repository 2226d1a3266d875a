package io.pulsefleet.agent.collect.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.agent.collect.ServiceCounts.Counts;
import io.pulsefleet.agent.collect.UnreadableItemException;
import io.pulsefleet.agent.collect.kernel.KernelFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PA-07, PA-10 */
class SystemPartTest {

    @TempDir
    Path folder;

    @Test
    void tellsOfTheHostInTheWordsOfThePayload() throws Exception {
        var hostname = Files.writeString(folder.resolve("hostname"), "db1\n");
        var release = Files.writeString(folder.resolve("os-release"), "NAME=\"Debian\"\nPRETTY_NAME=\"Debian 12\"\n");

        assertThat(new SystemPart(
                                new OneDisk(), Optional.of(() -> Optional.of(new Counts(40, 25, 1))), hostname, release)
                        .read()
                        .toPrettyString())
                .isEqualTo("""
                        {
                          "system" : {
                            "hostname" : "db1",
                            "cpu_count" : 1,
                            "load_average_1min" : 0.25,
                            "uptime_seconds" : 3600,
                            "os_version" : "Debian 12"
                          },
                          "memory" : {
                            "total_bytes" : 8000,
                            "used_bytes" : 6000,
                            "usage_percent" : 75.0
                          },
                          "disks" : [ {
                            "device" : "/dev/vda1",
                            "mountpoint" : "/",
                            "fstype" : "ext4",
                            "total_bytes" : 1000,
                            "used_bytes" : 600,
                            "free_bytes" : 300,
                            "usage_percent" : 66.67
                          } ],
                          "unreadable" : [ "gone" ],
                          "services" : {
                            "total_services" : 40,
                            "running_services" : 25,
                            "failed_services" : 1
                          }
                        }""");
    }

    record OneDisk() implements Host {

        @Override
        public List<Core> cores() {
            return List.of(new Core(0, new Ticks(0, 0, 0, 0, 0, 0, 0)));
        }

        @Override
        public Load load() {
            return new Load(0.25, 1, 1);
        }

        @Override
        public Memory memory() {
            return new Memory(8000, 2000, 1000, 200, 1800);
        }

        @Override
        public Swap swap() {
            return new Swap(0, 0, 0, 0);
        }

        @Override
        public List<Mount> mounts() {
            return List.of(
                    new Mount("/dev/vda1", "/", "ext4"),
                    new Mount("/dev/vdb1", "/gone", "ext4"),
                    new Mount("/dev/loop3", "/snap/core/1", "squashfs"),
                    new Mount("proc", "/proc", "proc"));
        }

        @Override
        public Space space(Mount mount) throws UnreadableItemException {
            if (mount.point().equals("/gone")) {
                throw new UnreadableItemException("gone", null);
            }
            return new Space(1000, 400, 300, 0, 0);
        }

        @Override
        public List<Disk> disks() {
            return List.of();
        }

        @Override
        public List<Link> links() {
            return List.of();
        }

        @Override
        public double uptimeSeconds() {
            return 3600.7;
        }

        @Override
        public KernelFiles files() {
            return new KernelFiles(Path.of("/no/such/host"));
        }
    }
}
