package io.pulsefleet.agent.collect.plugins;

import static java.lang.System.Logger.Level.DEBUG;

import io.pulsefleet.agent.collect.Collector;
import io.pulsefleet.agent.collect.CollectorInfo;
import io.pulsefleet.agent.collect.Pass;
import io.pulsefleet.agent.collect.UnreachableException;
import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.settings.Settings;
import io.pulsefleet.wire.Reading;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Numbers of the user's own (SP-11), whoever gives them: files, programs, Java servers. Each is a target, and what is wrong
 * with one is told of that one.
 *
 * <pre>
 * backup_age_seconds{job="home"} 4711.0     of the target backup.prom, as its file has it
 * plugin.count{kind="file"} 1.0             of the target host
 * </pre>
 */
@Dependent
final class PluginsCollector implements Collector {

    private static final System.Logger LOG = System.getLogger(PluginsCollector.class.getName());

    /** The target that tells of all of them. */
    static final String ALL = "host";

    private static final int MOST = 200;
    private static final long LOOK_AFTER = Duration.ofSeconds(2).toNanos();
    private static final Duration SLACK = Duration.ofSeconds(5);

    private final Duration timeout;
    private final DropIns dropIns;
    private final JmxRules.Read jmxRules;
    private final List<PlugIn> configured;
    private final LongSupplier nanos;

    private Map<String, PlugIn> byName = Map.of();
    private List<String> refused = List.of();
    private Optional<Long> lookedAt = Optional.empty();

    @Inject
    PluginsCollector(Settings settings) {
        this(settings, System::nanoTime);
    }

    PluginsCollector(Settings settings, LongSupplier nanos) {
        this.nanos = nanos;
        timeout = settings.get(PluginsConfig.TIMEOUT);
        dropIns = new DropIns(settings);
        jmxRules = PluginsConfig.jmxRules(settings);
        configured = configured(settings, jmxRules.rules());
    }

    private static List<PlugIn> configured(Settings settings, List<JmxRules.Rule> jmxRules) {
        var timeout = settings.get(PluginsConfig.TIMEOUT);
        var mostBytes = Math.toIntExact(settings.get(PluginsConfig.OUTPUT));
        var limits = PluginsConfig.limits(settings);
        var all = new ArrayList<PlugIn>();
        settings.find(PluginsConfig.COMMANDS).orElse(List.of()).stream()
                .map(line -> new Program(
                        line.name(),
                        line.words(),
                        line.every(),
                        line.timeout().orElse(timeout),
                        line.format(),
                        mostBytes,
                        limits))
                .forEach(all::add);
        settings.find(PluginsConfig.ENDPOINTS).orElse(List.of()).stream()
                .map(line -> line.isJmx()
                        ? new JmxEndPoint(line, timeout, limits, jmxRules)
                        : new HttpEndPoint(line, timeout, mostBytes, limits))
                .forEach(all::add);
        return all;
    }

    @Override
    public CollectorInfo info() {
        return new CollectorInfo(
                        "plugins",
                        "Numbers of your own: files, programs, and Java servers. Their metrics have the names that they are given there.",
                        Duration.ofSeconds(10),
                        Told.ALL)
                .visiting("Each plug-in, and the host for what is counted of all.");
    }

    @Override
    public synchronized List<String> targets() {
        if (lookedAt.isEmpty() || nanos.getAsLong() - lookedAt.get() >= LOOK_AFTER) {
            look();
            lookedAt = Optional.of(nanos.getAsLong());
        }
        var names = new ArrayList<>(byName.keySet());
        if (!names.isEmpty() || !refused.isEmpty()) {
            names.add(ALL);
        }
        return names;
    }

    private void look() {
        var seen = dropIns.look();
        var troubles = new ArrayList<>(seen.refused());
        troubles.addAll(jmxRules.refused());
        var now = new LinkedHashMap<String, PlugIn>();
        var all = new ArrayList<>(configured);
        all.addAll(seen.found());
        for (var plugIn : all) {
            if (now.size() >= MOST && !now.containsKey(plugIn.name())) {
                troubles.add(plugIn.name() + ": there are more than " + MOST + " plug-ins; it is left out");
            } else if (plugIn.name().equals(ALL) || now.putIfAbsent(plugIn.name(), plugIn) != null) {
                troubles.add(plugIn.name() + ": this name is taken; give it another");
            }
        }
        byName = now;
        refused = troubles;
    }

    @Override
    public synchronized Optional<Duration> every(String target) {
        return Optional.ofNullable(byName.get(target)).flatMap(PlugIn::every);
    }

    /** Each ends by itself before that. */
    @Override
    public synchronized Duration patience() {
        return byName.values().stream()
                .map(PlugIn::timeout)
                .max(Duration::compareTo)
                .orElse(timeout)
                .multipliedBy(2)
                .plus(SLACK);
    }

    @Override
    public Pass begin(Visit visit) throws IOException {
        return visit.target().equals(ALL) ? all(visit) : plugIn(visit.target()).begin(visit);
    }

    private synchronized PlugIn plugIn(String name) throws UnreachableException {
        var plugIn = byName.get(name);
        if (plugIn == null) {
            throw new UnreachableException(name + " is not there any more", null);
        }
        return plugIn;
    }

    private synchronized Pass all(Visit visit) {
        var readings = new ArrayList<Reading>();
        for (var kind : PlugIn.Kind.values()) {
            var count =
                    byName.values().stream().filter(one -> one.kind() == kind).count();
            readings.add(Told.COUNT.read(visit.at(), (double) count, kind.name().toLowerCase(Locale.ROOT)));
        }
        readings.add(Told.REFUSED.read(visit.at(), refused.size()));
        return PlugInPass.of(readings, refused);
    }

    @PreDestroy
    void close() {
        for (var plugIn : configured) {
            try {
                plugIn.close();
            } catch (IOException gone) { // the others are to be closed as well
                LOG.log(DEBUG, "a plug-in cannot be closed", gone);
            }
        }
    }
}
