package io.pulsefleet.agent.collect.plugins;

import static io.pulsefleet.wire.Metric.gauge;

import io.pulsefleet.wire.Metric;
import java.util.List;

/** What is told of a plug-in beside its own numbers, which nobody here knows. */
final class Told {

    static final Metric COUNT = gauge("plugin.count", "{plugin}", "Plug-ins there are, by kind.", "kind");
    static final Metric REFUSED =
            gauge("plugin.refused", "{plugin}", "Those that are not taken; the agent's log says which, and why.");
    static final Metric FILE_AGE = gauge("plugin.file.age", "s", "Time since its file was written.");
    static final Metric EXIT_CODE = gauge("plugin.exit_code", "1", "What its program ended with.");
    static final Metric LEFT_OUT = gauge(
            "plugin.series.left_out",
            "{series}",
            "Series that it gave and that were not taken: too many, or with labels that are too long.");
    static final Metric CHECK_STATE =
            gauge("plugin.check.state", "1", "What a check says: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.");
    static final Metric CHECK_VALUE = gauge(
            "plugin.check.value",
            "1",
            "What a check measured, in the unit that it says; a counter where it says so.",
            "name");

    static final List<Metric> ALL = List.of(COUNT, REFUSED, FILE_AGE, EXIT_CODE, LEFT_OUT, CHECK_STATE, CHECK_VALUE);

    private Told() {}
}
