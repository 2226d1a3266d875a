package io.pulsefleet.agent.collect.system;

import static io.pulsefleet.wire.Metric.gauge;

import io.pulsefleet.wire.Metric;
import java.util.List;

/** What the kernel has only so much of: open files, tracked connections, randomness. */
final class Limits implements Subject {

    private static final Metric OPEN_FILES =
            gauge("system.file_descriptor.count", "{file_descriptor}", "Open files of the whole host.");
    private static final Metric MOST_FILES =
            gauge("system.file_descriptor.limit", "{file_descriptor}", "Files that may be open at a time.");
    private static final Metric TRACKED =
            gauge("system.network.conntrack.count", "{entry}", "Connections that the firewall keeps track of.");
    private static final Metric MOST_TRACKED = gauge(
            "system.network.conntrack.max",
            "{entry}",
            "How many it can keep track of; beyond that new ones are dropped.");
    private static final Metric ENTROPY = gauge(
            "system.entropy.available", "bit", "Randomness that the kernel has at hand; 256 always, since Linux 5.18.");

    @Override
    public List<Metric> metrics() {
        return List.of(OPEN_FILES, MOST_FILES, TRACKED, MOST_TRACKED, ENTROPY);
    }

    @Override
    public void read(Host host, Sheet sheet) {
        var files = host.files();
        files.findLine("proc/sys/fs/file-nr").ifPresent(line -> {
            var words = line.split("\\s+", -1); // allocated, of them unused, most
            sheet.put(OPEN_FILES, Long.parseLong(words[0]) - Long.parseLong(words[1]));
            sheet.put(MOST_FILES, Double.parseDouble(words[2]));
        });
        sheet.putIfTold(TRACKED, files.findNumber("proc/sys/net/netfilter/nf_conntrack_count"));
        sheet.putIfTold(MOST_TRACKED, files.findNumber("proc/sys/net/netfilter/nf_conntrack_max"));
        sheet.putIfTold(ENTROPY, files.findNumber("proc/sys/kernel/random/entropy_avail"));
    }
}
