package io.pulsefleet.hub.batch;

import io.pulsefleet.wire.batch.Execution;
import io.pulsefleet.wire.batch.Step;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Executions that are over, by their instance: as many as there is room for; what was not asked for longest goes first. */
final class Remembered {

    private static final int EACH = 200;

    private final long most;
    private final Map<String, List<Execution>> lists = new LinkedHashMap<>(16, 0.75f, true);
    private long size;

    /** @param most some bytes */
    Remembered(long most) {
        this.most = most;
    }

    synchronized Optional<List<Execution>> get(String key) {
        return Optional.ofNullable(lists.get(key));
    }

    synchronized void put(String key, List<Execution> executions) {
        var list = List.copyOf(executions);
        var before = lists.remove(key);
        size += sizeOf(key, list) - (before == null ? 0 : sizeOf(key, before));
        lists.put(key, list);
        var eldest = lists.entrySet().iterator();
        while (size > most) {
            var goes = eldest.next();
            size -= sizeOf(goes.getKey(), goes.getValue());
            eldest.remove();
        }
    }

    /** Where it is remembered. */
    synchronized void change(String key, UnaryOperator<Execution> change) {
        get(key).ifPresent(list -> put(key, list.stream().map(change).toList()));
    }

    synchronized long size() {
        return size;
    }

    /** Roughly: two bytes for each character, and so many for each object. */
    private static long sizeOf(String key, List<Execution> executions) {
        return EACH
                + 2L * key.length()
                + executions.stream().mapToLong(Remembered::sizeOf).sum();
    }

    private static long sizeOf(Execution one) {
        var texts = (long) one.job().length() + one.exit().length();
        for (var parameter : one.parameters().entrySet()) {
            texts += EACH + parameter.getKey().length() + parameter.getValue().length();
        }
        return EACH
                + 2 * texts
                + one.steps().stream().mapToLong(Remembered::sizeOf).sum();
    }

    private static long sizeOf(Step step) {
        var parts = step.partitions().stream()
                .mapToLong(part -> EACH + 2L * part.exit().length())
                .sum();
        return EACH + parts + 2L * (step.name().length() + step.exit().length());
    }
}
