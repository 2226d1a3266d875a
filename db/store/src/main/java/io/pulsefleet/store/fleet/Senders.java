package io.pulsefleet.store.fleet;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.PlainText;
import io.pulsefleet.store.StoreException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

/** Senders that are not ours, in the fleet beside our agents. */
@ApplicationScoped
public class Senders {

    private static final String KNOW =
            "INSERT INTO agents (id, token_hash, kind, hostname, ip_address, addresses, os, kernel, arch, cpus,"
                    + " memory_bytes, version, boot, silence_seconds, key_name)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                    + " ON CONFLICT (id) DO UPDATE SET hostname = excluded.hostname, ip_address = excluded.ip_address,"
                    + " addresses = excluded.addresses, os = excluded.os, cpus = excluded.cpus,"
                    + " memory_bytes = excluded.memory_bytes, silence_seconds = excluded.silence_seconds,"
                    + " key_name = excluded.key_name RETURNING number";

    private Database database;

    public Senders() {}

    @Inject
    public Senders(Database database) {
        this.database = database;
    }

    /**
     * A sender as it is now.
     *
     * @param kind {@code pulse}, {@code postgres}
     * @param silence how long it may say nothing and still be online
     * @param key the name of the API key that it showed
     */
    public record Sender(UUID id, String kind, Facts facts, Duration silence, String key) {}

    /** Takes it in, or notes how it is now. Gives its number. */
    public int know(Sender sender) {
        try (var connection = database.connection();
                var insert = connection.prepareStatement(KNOW)) {
            var facts = sender.facts();
            insert.setObject(1, sender.id());
            insert.setBytes(2, hashOfNoToken(sender.id()));
            insert.setString(3, sender.kind());
            insert.setString(4, facts.hostname());
            insert.setString(5, facts.ipAddress());
            insert.setArray(6, PlainText.array(connection, facts.addresses()));
            insert.setString(7, facts.os());
            insert.setString(8, facts.kernel());
            insert.setString(9, facts.arch());
            insert.setInt(10, facts.cpus());
            insert.setLong(11, facts.memoryBytes());
            insert.setString(12, facts.version());
            insert.setString(13, facts.boot());
            insert.setInt(14, Math.toIntExact(sender.silence().toSeconds()));
            insert.setString(15, sender.key());
            try (var row = insert.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        } catch (SQLException refused) {
            throw new StoreException("take in a sender", refused);
        }
    }

    /** It shows an API key and never a token: this is no token's hash. */
    private static byte[] hashOfNoToken(UUID id) {
        return ByteBuffer.allocate(32)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }
}
