package io.pulsefleet.store.uptime;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.targets.Sealed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Monitors and their secrets. Changes want a transaction around them. */
@ApplicationScoped
public class Monitors {

    @PersistenceContext(unitName = "pulse")
    private EntityManager entities;

    @Inject
    private Database database;

    /** Whoever changes monitors takes turns with others: each change moves the plan. */
    public void oneAtATime() {
        entities.createNativeQuery("SELECT revision FROM uptime_plan FOR UPDATE")
                .getSingleResult();
    }

    /** By name. */
    public List<Monitor> all() {
        return entities.createQuery("SELECT m FROM Monitor m ORDER BY m.name", Monitor.class)
                .getResultList();
    }

    public Optional<Monitor> find(int id) {
        return Optional.ofNullable(entities.find(Monitor.class, id));
    }

    public Optional<Monitor> byName(String name) {
        return entities.createQuery("SELECT m FROM Monitor m WHERE m.name = :name", Monitor.class)
                .setParameter("name", name)
                .getResultStream()
                .findFirst();
    }

    public Optional<Monitor> byPushHash(byte[] hash) {
        return entities.createQuery("SELECT m FROM Monitor m WHERE m.pushHash = :hash", Monitor.class)
                .setParameter("hash", hash)
                .getResultStream()
                .findFirst();
    }

    public Monitor add(Wish wish, Instant now, String by) {
        var id = ((Number) entities.createNativeQuery("SELECT nextval(pg_get_serial_sequence('api_monitors', 'id'))")
                        .getSingleResult())
                .intValue();
        var monitor = new Monitor(id, wish, now, by);
        entities.persist(monitor);
        entities.flush();
        entities.refresh(monitor);
        return monitor;
    }

    public void change(Monitor monitor, Wish wish, Instant now, String by) {
        monitor.take(wish, now, by);
        entities.flush();
        entities.refresh(monitor);
    }

    /** Another token's address is the monitor's from now on. */
    public void listenAt(Monitor monitor, byte[] hash) {
        monitor.listenAt(hash);
        entities.flush();
        entities.refresh(monitor);
    }

    /** Its revision is another one, because of its secrets. */
    public void readAnew(Monitor monitor) {
        entities.refresh(monitor);
    }

    public void remove(Monitor monitor) {
        entities.remove(monitor);
        entities.flush();
    }

    private record Named(int monitor, String name) {}

    /** The names of all secrets, by monitor. */
    public Map<Integer, List<String>> secretNames() {
        var names = new HashMap<Integer, List<String>>();
        new Ask("read the names of secrets", "SELECT monitor, name FROM api_monitor_secrets ORDER BY monitor, name")
                .list(database, row -> new Named(row.getInt(1), row.getString(2)))
                .forEach(named -> names.computeIfAbsent(named.monitor(), none -> new java.util.ArrayList<>())
                        .add(named.name()));
        return names;
    }

    public List<String> secretNames(int monitor) {
        return new Ask("read the names of secrets", "SELECT name FROM api_monitor_secrets WHERE monitor = ? ORDER BY 1")
                .with(monitor)
                .list(database, row -> row.getString(1));
    }

    /** A monitor's, by name. */
    public Map<String, Sealed> secrets(int monitor) {
        var all = new HashMap<String, Sealed>();
        new Ask("read secrets", "SELECT name, key_id, sealed FROM api_monitor_secrets WHERE monitor = ?")
                .with(monitor)
                .list(database, row -> Map.entry(row.getString(1), new Sealed(row.getString(2), row.getBytes(3))))
                .forEach(one -> all.put(one.getKey(), one.getValue()));
        return all;
    }

    public void keepSecret(int monitor, String name, Sealed sealed) {
        new Ask(
                        "keep a secret",
                        "INSERT INTO api_monitor_secrets (monitor, name, key_id, sealed) VALUES (?, ?, ?, ?)"
                                + " ON CONFLICT (monitor, name) DO UPDATE SET key_id = excluded.key_id, sealed = excluded.sealed")
                .with(monitor)
                .with(name)
                .with(sealed.key())
                .with(sealed.bytes())
                .run(database);
    }

    public void removeSecret(int monitor, String name) {
        new Ask("remove a secret", "DELETE FROM api_monitor_secrets WHERE monitor = ? AND name = ?")
                .with(monitor)
                .with(name)
                .run(database);
    }
}
