package io.pulsefleet.store.metrics;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.StoreException;
import io.pulsefleet.store.metrics.Frames.NewFrame;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.function.DoublePredicate;
import java.util.stream.DoubleStream;

/** The newest frame of each agent and set, a few seconds behind. */
@ApplicationScoped
public class Latest {

    private static final String KEEP = "INSERT INTO latest (agent, set, at, values) VALUES (?, ?, ?, ?)"
            + " ON CONFLICT (agent, set) DO UPDATE SET at = excluded.at, values = excluded.values"
            + " WHERE excluded.at > latest.at";

    private Database database;

    public Latest() {}

    @Inject
    public Latest(Database database) {
        this.database = database;
    }

    /**
     * Keeps, in the caller's transaction, those of the frames that are newer than what is there.
     *
     * @param frames one for each agent and set at the most
     */
    public void keep(Collection<NewFrame> frames, DoublePredicate isMissing) {
        try (var connection = database.connection();
                var upsert = connection.prepareStatement(KEEP)) {
            var inOrder = frames.stream() // so that two never wait crosswise
                    .sorted(Comparator.comparingInt(NewFrame::agent).thenComparingInt(NewFrame::set))
                    .toList();
            for (var frame : inOrder) {
                upsert.setInt(1, frame.agent());
                upsert.setInt(2, frame.set());
                upsert.setObject(3, frame.at().atOffset(ZoneOffset.UTC));
                upsert.setArray(4, connection.createArrayOf("float8", values(frame.values(), isMissing)));
                upsert.addBatch();
            }
            upsert.executeBatch();
        } catch (SQLException refused) {
            throw new StoreException("keep the newest frames", refused);
        }
    }

    private static Double[] values(double[] values, DoublePredicate isMissing) {
        return DoubleStream.of(values)
                .mapToObj(value -> isMissing.test(value) ? null : Double.valueOf(value))
                .toArray(Double[]::new);
    }
}
