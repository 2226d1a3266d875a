package io.pulsefleet.agent.collect.system;

import static io.pulsefleet.wire.Metric.gauge;

import io.pulsefleet.agent.collect.kernel.KernelFiles;
import io.pulsefleet.wire.HostEvent;
import io.pulsefleet.wire.Metric;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * That the host started anew, and whether it should.
 *
 * <p>(1) A host that starts anew has another boot id; the last one known is the place of the collector, so a start is told
 * once, whatever became of the agent meanwhile. (2) It should start anew where Debian and Ubuntu say so
 * ({@code /run/reboot-required}), or where the modules of the running kernel were removed. Others do not say it in a file,
 * and then there is no reading.
 */
final class Reboot implements Subject {

    private static final Metric REQUIRED =
            gauge("system.reboot.required", "1", "1 where an update waits for the host to start anew, else 0.");

    private Optional<String> knownBoot = Optional.empty();

    @Override
    public List<Metric> metrics() {
        return List.of(REQUIRED);
    }

    @Override
    public void read(Host host, Sheet sheet) {
        var files = host.files();
        required(files).ifPresent(isRequired -> sheet.put(REQUIRED, isRequired ? 1 : 0));
        var boot = files.findLine("proc/sys/kernel/random/boot_id");
        if (boot.isPresent() && !boot.equals(knownBoot)) {
            tell(boot.get(), files, sheet);
        }
    }

    /** What is not sealed is told again: only a place that stands makes this boot a known one. */
    private void tell(String boot, KernelFiles files, Sheet sheet) {
        Optional<String> before;
        try {
            before = sheet.place().read();
        } catch (IOException notKnownNow) { // the next visit asks again
            return;
        }
        if (before.isPresent() && before.get().equals(boot)) {
            knownBoot = before;
            return;
        }
        if (before.isPresent()) {
            var kernel = files.findLine("proc/sys/kernel/osrelease").orElse("unknown");
            sheet.put(new HostEvent("host.booted", "host", null, kernel, "the host started, with kernel " + kernel));
        }
        sheet.reach(boot);
    }

    private static Optional<Boolean> required(KernelFiles files) {
        if (files.has("run/reboot-required")) {
            return Optional.of(true);
        }
        if (lacksItsModules(files)) {
            return Optional.of(true);
        }
        return files.find("etc/os-release").filter(Reboot::isOfDebiansKind).map(any -> false);
    }

    private static boolean lacksItsModules(KernelFiles files) {
        var running = files.findLine("proc/sys/kernel/osrelease");
        return !Surroundings.isContainer(files)
                && running.isPresent()
                && !files.list("lib/modules").isEmpty()
                && !files.has("lib/modules/" + running.get());
    }

    private static boolean isOfDebiansKind(String release) {
        return release.lines()
                .filter(line -> line.startsWith("ID=") || line.startsWith("ID_LIKE="))
                .anyMatch(line -> line.contains("debian") || line.contains("ubuntu"));
    }
}
