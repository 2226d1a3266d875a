package io.pulsefleet.agent.collect.system;

import static io.pulsefleet.wire.Metric.counter;

import io.pulsefleet.wire.Metric;
import java.util.List;

/**
 * For how long work stood still for want of something: the kernel's pressure stall information, since Linux 4.20.
 *
 * <p>A rate of 0.1 is a tenth of the time. Nothing where the kernel was built without it or started with {@code psi=0}.
 */
final class Pressure implements Subject {

    private static final List<String> RESOURCES = List.of("cpu", "io", "memory", "irq");
    private static final String TOTAL = " total=";
    private static final double MICROS = 1e6;

    private static final Metric STALLED = counter(
            "system.pressure.stalled_time",
            "s",
            "Time in which some, or all (full), of what could have run stood still for want of the resource.",
            "resource",
            "share");

    @Override
    public List<Metric> metrics() {
        return List.of(STALLED);
    }

    @Override
    public void read(Host host, Sheet sheet) {
        for (var resource : RESOURCES) {
            host.files().find("proc/pressure/" + resource).ifPresent(text -> put(resource, text, sheet));
        }
    }

    /** {@code some avg10=0.00 avg60=0.12 avg300=0.05 total=1234567} in microseconds, and the same of {@code full}. */
    private static void put(String resource, String text, Sheet sheet) {
        for (var line : text.split("\n", -1)) {
            var total = line.lastIndexOf(TOTAL);
            var share = line.startsWith("some ") ? "some" : "full";
            if (total > 0) {
                var micros =
                        Long.parseLong(line.substring(total + TOTAL.length()).strip());
                sheet.put(STALLED, micros / MICROS, resource, share);
            }
        }
    }
}
