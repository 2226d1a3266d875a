package io.pulsefleet.agent.collect;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
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
    private final Set<String> outdated = new HashSet<>();

    @PostConstruct
    void gather() {
        gather(found);
    }

    void gather(Iterable<Collector> all) {
        for (var collector : all) {
            var info = collector.info();
            var name = info.name();
            infos.put(name, info);
            if (byName.put(name, collector) != null) {
                throw new IllegalStateException("two collectors are called '" + name + "'");
            }
        }
    }

    /**
     * Its settings are others now: the next shift has a new one. The old one goes on to the end of the shift that it is on;
     * what it had read but not sealed, the new one finds by its places.
     *
     * @throws NoSuchElementException that names those there are
     */
    public synchronized void outdate(String name) {
        named(name);
        outdated.add(name);
    }

    /**
     * The collector for a shift that begins. No other shift of it is under way.
     *
     * @throws NoSuchElementException that names those there are
     */
    public synchronized Collector forShift(String name) {
        var old = named(name);
        if (!outdated.contains(name)) {
            return old;
        }
        var made = anew(old);
        byName.put(name, made);
        outdated.remove(name);
        letGo(old);
        return made;
    }

    Collector anew(Collector old) {
        return found.select(old.getClass()).get();
    }

    void letGo(Collector old) {
        found.destroy(old);
    }

    /** @throws NoSuchElementException that names those there are */
    public synchronized Collector named(String name) {
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

    public synchronized Collection<Collector> all() {
        return List.copyOf(byName.values());
    }
}
