package io.pulsefleet.store.trust;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.StoreException;
import io.pulsefleet.store.targets.Sealed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** The one authority of all hubs that share this database. Its key is sealed. */
@ApplicationScoped
public class Authorities {

    private Database database;

    public Authorities() {}

    @Inject
    public Authorities(Database database) {
        this.database = database;
    }

    /** @param certificate as DER */
    @SuppressWarnings("ArrayRecordComponent") // handed from one to the other, compared by nobody
    public record Stored(byte[] certificate, Sealed key) {}

    public Optional<Stored> find() {
        try (var connection = database.connection();
                var select = connection.prepareStatement("SELECT certificate, key, key_id FROM authority");
                var rows = select.executeQuery()) {
            return rows.next()
                    ? Optional.of(new Stored(rows.getBytes(1), new Sealed(rows.getString(3), rows.getBytes(2))))
                    : Optional.empty();
        } catch (SQLException refused) {
            throw new StoreException("read the authority", refused);
        }
    }

    /** Keeps it, unless another hub was quicker. */
    public void offer(Stored made, Instant now) {
        try (var connection = database.connection();
                var insert = connection.prepareStatement("INSERT INTO authority (certificate, key, key_id, created_at)"
                        + " VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
            insert.setBytes(1, made.certificate());
            insert.setBytes(2, made.key().bytes());
            insert.setString(3, made.key().key());
            insert.setObject(4, now.atOffset(ZoneOffset.UTC));
            insert.executeUpdate();
        } catch (SQLException refused) {
            throw new StoreException("keep the authority", refused);
        }
    }
}
