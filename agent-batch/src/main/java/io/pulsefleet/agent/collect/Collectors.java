package io.pulsefleet.agent.collect;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Every collector there is, by name. CDI finds them; nobody registers. */
@ApplicationScoped
public class Collectors {

    @Inject
    @Any
    Instance<Collector> found;

    private final SortedMap<String, Collector> byName = new TreeMap<>();
    private final SortedMap<String, CollectorInfo> infos = new TreeMap<>();

    @PostConstruct
    void gather() {
        for (var collector : found) {
            var info = collector.info();
            var name = info.name();
            infos.put(name, info);
            if (byName.put(name, collector) != null) {
                throw new IllegalStateException("two collectors are called '" + name + "'");
            }
        }
    }

    /** @throws NoSuchElementException that names those there are */
    public Collector named(String name) {
        var collector = byName.get(name);
        if (collector == null) {
            throw new NoSuchElementException("no collector '" + name + "'; there are " + byName.keySet());
        }
        return collector;
    }

    /** As it described itself in the beginning: to be had at each visit. */
    public CollectorInfo info(String name) {
        return Optional.ofNullable(infos.get(name)).orElseGet(() -> named(name).info());
    }

    public Collection<Collector> all() {
        return byName.values();
    }
}
