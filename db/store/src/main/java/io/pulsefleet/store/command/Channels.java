package io.pulsefleet.store.command;

import static io.pulsefleet.store.command.Statement.moment;

import io.pulsefleet.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Which agents are connected, to which hub, and which commands they know. */
@ApplicationScoped
public class Channels {

    /** A hub that has said nothing for so long holds no channels. */
    private static final Duration HUBS_LONGEST_SILENCE = Duration.ofSeconds(15);

    private Database database;

    public Channels() {}

    @Inject
    public Channels(Database database) {
        this.database = database;
    }

    /**
     * An agent's newest channel.
     *
     * @param open false: it was closed, or its hub is gone
     * @param since connected, or closed; where its hub is gone without a word: when that was heard of last
     * @param proof {@code mtls}, {@code token}, or {@code poll}: it has no channel and asks
     */
    public record Channel(
            UUID agent, String hub, boolean open, Instant since, String boot, String registry, String proof) {}

    /**
     * What a proof by token is checked with.
     *
     * @param number stands for the agent in the store
     * @param tokenHash SHA-256
     */
    @SuppressWarnings("ArrayRecordComponent") // handed from one to the other, compared by nobody
    public record Token(int number, byte[] tokenHash) {}

    /** Empty: it shows a certificate, its rights were taken away, or there is no such agent. */
    public Optional<Token> token(UUID agent) {
        return new Statement(
                        "read an agent's token",
                        "SELECT number, token_hash FROM agents WHERE id = ? AND kind = 'agent' AND token_hash IS NOT NULL")
                .with(agent).list(database, row -> new Token(row.getInt(1), row.getBytes(2))).stream()
                        .findFirst();
    }

    /** It takes the place of the one before. */
    public void opened(UUID agent, String hub, String boot, String registry, String proof, Instant now) {
        new Statement("note a channel", """
                INSERT INTO channels (agent, hub, connected_at, boot, registry, proof) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (agent) DO UPDATE SET hub = excluded.hub, connected_at = excluded.connected_at, closed_at = NULL,
                    boot = excluded.boot, registry = excluded.registry, proof = excluded.proof""")
                .with(agent)
                .with(hub)
                .with(now)
                .with(boot)
                .with(registry)
                .with(proof)
                .run(database);
    }

    /** Unless it has connected again since, here or at another hub. */
    public void closed(UUID agent, String hub, Instant connectedAt, Instant now) {
        new Statement(
                        "note the end of a channel",
                        "UPDATE channels SET closed_at = ? WHERE agent = ? AND hub = ? AND connected_at = ?"
                                + " AND closed_at IS NULL")
                .with(now)
                .with(agent)
                .with(hub)
                .with(connectedAt)
                .run(database);
    }

    public void beat(String hub, Instant now) {
        new Statement(
                        "note that this hub holds channels",
                        "INSERT INTO channel_hubs VALUES (?, ?) ON CONFLICT (hub) DO UPDATE SET beat_at = excluded.beat_at")
                .with(hub)
                .with(now)
                .run(database);
    }

    /** It ends in order: who was connected to it is not any more. */
    public void leave(String hub, Instant now) {
        new Statement(
                        "note the end of all channels",
                        "UPDATE channels SET closed_at = ? WHERE hub = ? AND closed_at IS NULL")
                .with(now)
                .with(hub)
                .run(database);
        new Statement("note that this hub ends", "DELETE FROM channel_hubs WHERE hub = ?")
                .with(hub)
                .run(database);
    }

    private static final String SELECT = """
            SELECT c.*, h.beat_at, c.closed_at IS NULL AND c.proof <> 'poll' AND h.beat_at > ? AS open
            FROM channels c LEFT JOIN channel_hubs h ON h.hub = c.hub""";

    public List<Channel> all(Instant now) {
        return new Statement("read channels", SELECT)
                .with(now.minus(HUBS_LONGEST_SILENCE))
                .list(database, Channels::read);
    }

    public Optional<Channel> of(UUID agent, Instant now) {
        return new Statement("read a channel", SELECT + " WHERE c.agent = ?")
                .with(now.minus(HUBS_LONGEST_SILENCE)).with(agent).list(database, Channels::read).stream()
                        .findFirst();
    }

    private static Channel read(ResultSet row) throws SQLException {
        return new Channel(
                row.getObject("agent", UUID.class),
                row.getString("hub"),
                row.getBoolean("open"),
                since(row),
                row.getString("boot"),
                row.getString("registry"),
                row.getString("proof"));
    }

    private static Instant since(ResultSet row) throws SQLException {
        var connected = moment(row, "connected_at");
        var closed = moment(row, "closed_at");
        var hubSeen = moment(row, "beat_at");
        if (closed != null || row.getBoolean("open") || hubSeen == null) {
            return closed == null ? connected : closed;
        }
        return hubSeen.isAfter(connected) ? hubSeen : connected;
    }

    /** The descriptions behind a hash, as JSON. */
    public Optional<String> registry(String hash) {
        return new Statement("read a registry of commands", "SELECT commands FROM command_registries WHERE hash = ?")
                .with(hash).list(database, row -> row.getString(1)).stream().findFirst();
    }

    /** @param commands JSON */
    public void keepRegistry(String hash, String commands, Instant now) {
        new Statement(
                        "keep a registry of commands",
                        "INSERT INTO command_registries VALUES (?, ?::jsonb, ?) ON CONFLICT (hash) DO NOTHING")
                .with(hash)
                .with(commands)
                .with(now)
                .run(database);
    }

    /** Those that no agent's newest channel bears. */
    public int forgetRegistries(Instant toldBefore) {
        return new Statement(
                        "forget registries of commands",
                        "DELETE FROM command_registries r WHERE told_at < ?"
                                + " AND NOT EXISTS (SELECT FROM channels c WHERE c.registry = r.hash)")
                .with(toldBefore)
                .run(database);
    }
}
