package io.pulsefleet.agent.collect.processes;

import io.pulsefleet.agent.collect.kernel.KernelFiles;
import io.pulsefleet.agent.collect.kernel.Numbers;
import io.pulsefleet.agent.collect.processes.Stat.Identity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who used what since the last snapshot, visit by visit; also those that ended meanwhile.
 *
 * <p>(1) What a process had used before it was seen first does not count, unless it started since the visit before. (2)
 * {@code /proc/<pid>/io} is read only of those that did something: who used no CPU time moved no bytes either. (3) Of those
 * that ended, the {@link #MOST_GONE} that used most CPU are remembered. (4) A process that vanishes while it is read is
 * none.
 */
final class Ledger {

    private static final int MOST_GONE = 100;

    private final KernelFiles files;
    private Map<Identity, Usage> usage = new HashMap<>();
    private Map<Identity, long[]> io = new HashMap<>();
    private boolean isFirst = true;

    Ledger(KernelFiles files) {
        this.files = files;
    }

    /** All processes there are now. */
    List<Stat> look() {
        var now = new ArrayList<Stat>();
        for (var name : files.list("proc")) {
            if (Character.isDigit(name.charAt(0))) {
                files.find("proc/" + name + "/stat").flatMap(Stat::of).ifPresent(now::add);
            }
        }
        enter(now);
        return now;
    }

    private void enter(List<Stat> now) {
        var entered = new HashMap<Identity, Usage>(2 * now.size());
        var nextIo = new HashMap<Identity, long[]>(2 * now.size());
        for (var stat : now) {
            var id = stat.id();
            var before = usage.get(id);
            var moreTicks = before != null ? stat.ticks() - before.last().ticks() : isFirst ? 0 : stat.ticks();
            var ioBefore = io.get(id);
            var ioNow = ioBefore;
            if (!stat.isOfKernel() && (before == null || moreTicks > 0 || stat.state() == 'D')) {
                ioNow = readIo(stat.pid()).orElse(ioBefore);
            }
            var from = ioBefore == null ? isFirst || before != null ? ioNow : new long[2] : ioBefore;
            var base = before == null ? Usage.noneOf(stat) : before;
            if (ioNow == null) {
                entered.put(id, base.plus(stat, moreTicks, 0, 0));
            } else {
                entered.put(id, base.plus(stat, moreTicks, grown(from[0], ioNow[0]), grown(from[1], ioNow[1])));
                nextIo.put(id, ioNow);
            }
        }
        rememberGone(entered);
        usage = entered;
        io = nextIo;
        isFirst = false;
    }

    private static long grown(long before, long now) {
        return Math.max(0, now - before);
    }

    private void rememberGone(Map<Identity, Usage> entered) {
        usage.entrySet().stream()
                .filter(one -> !entered.containsKey(one.getKey()))
                .filter(one -> one.getValue().ticks() > 0 || one.getValue().io() > 0)
                .sorted((one, other) ->
                        Long.compare(other.getValue().ticks(), one.getValue().ticks()))
                .limit(MOST_GONE)
                .forEach(one -> entered.put(one.getKey(), one.getValue().gone()));
    }

    /** Bytes read from and written to disks. Empty where it is another's and this agent has no right to know. */
    private Optional<long[]> readIo(int pid) {
        return files.find("proc/" + pid + "/io")
                .map(Numbers::ofLines)
                .flatMap(told -> told.find("read_bytes")
                        .flatMap(read -> told.find("write_bytes").map(written -> new long[] {read, written})));
    }

    Collection<Usage> soFar() {
        return usage.values();
    }

    /** From here on it counts anew. */
    void begin() {
        var anew = new HashMap<Identity, Usage>();
        usage.forEach((id, one) -> {
            if (!one.isGone()) {
                anew.put(id, Usage.noneOf(one.last()));
            }
        });
        usage = anew;
    }
}
