package io.pulsefleet.agent.collect;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.NoSuchElementException;
import java.util.SortedMap;
import java.util.TreeMap;

/** Every collector there is, by name. CDI finds them; nobody registers. */
@ApplicationScoped
public class Collectors {

    @Inject
    @Any
    Instance<Collector> found;

    private final SortedMap<String, Collector> byName = new TreeMap<>();

    @PostConstruct
    void gather() {
        for (var collector : found) {
            var name = collector.info().name();
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

    public Collection<Collector> all() {
        return byName.values();
    }
}
