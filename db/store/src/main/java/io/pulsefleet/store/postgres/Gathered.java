package io.pulsefleet.store.postgres;

import io.pulsefleet.store.Rows;
import io.pulsefleet.store.postgres.Locks.Lock;
import io.pulsefleet.store.postgres.LogEntries.Entry;
import io.pulsefleet.store.postgres.Samples.Sample;
import io.pulsefleet.store.postgres.Sessions.Session;
import io.pulsefleet.store.postgres.Statements.Statement;
import io.pulsefleet.store.postgres.Texts.Text;
import io.pulsefleet.store.postgres.Texts.TextKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** What is to be written together, its rows encoded. Whoever makes it fills it; once handed on, nobody changes it. */
public final class Gathered {

    private static final int OF_TEXT = 160;

    private final Rows samples = new Rows(0);
    private final Rows sessions = new Rows(0);
    private final Rows statements = new Rows(0);
    private final Rows locks = new Rows(0);
    private final Rows entries = new Rows(0);
    private final Map<Server, Instant> servers = new HashMap<>();
    private final Map<TextKey, Text> texts = new HashMap<>();
    private long textBytes;

    /** The server was told of. */
    public void see(Server server, Instant at) {
        servers.merge(server, at, (one, other) -> one.isAfter(other) ? one : other);
    }

    public void add(Sample sample) {
        Samples.add(samples, sample);
    }

    public void add(Session session) {
        Sessions.add(sessions, session);
    }

    public void add(Statement statement) {
        Statements.add(statements, statement);
    }

    public void add(Lock lock) {
        Locks.add(locks, lock);
    }

    public void add(Entry entry) {
        LogEntries.add(entries, entry);
    }

    /** A statement's text; told again, the last counts. */
    public void add(TextKey key, Text text) {
        texts.put(key, text);
        textBytes += OF_TEXT + 2L * text.query().length();
    }

    /** How many rows. */
    public int rows() {
        return samples.count() + sessions.count() + statements.count() + locks.count() + entries.count();
    }

    /** How much memory it takes. */
    public long bytes() {
        return (long) samples.held()
                + sessions.held()
                + statements.held()
                + locks.held()
                + entries.held()
                + textBytes
                + (long) OF_TEXT * servers.size();
    }

    /** Each with the newest moment that is told of it. */
    public Map<Server, Instant> servers() {
        return servers;
    }

    public Map<TextKey, Text> texts() {
        return texts;
    }

    Rows samples() {
        return samples;
    }

    Rows sessions() {
        return sessions;
    }

    Rows statements() {
        return statements;
    }

    Rows locks() {
        return locks;
    }

    Rows entries() {
        return entries;
    }
}
