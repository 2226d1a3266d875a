package io.pulsefleet.hub;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Remembers so many values and no more; what was not asked for the longest is forgotten first. */
public final class Recent<K, V> {

    private final Map<K, V> values;

    public Recent(int most) {
        values = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    public synchronized Optional<V> find(K key) {
        return Optional.ofNullable(values.get(key));
    }

    public synchronized void put(K key, V value) {
        values.put(key, value);
    }

    public synchronized void forget(K key) {
        values.remove(key);
    }

    public synchronized void forgetAll() {
        values.clear();
    }
}
