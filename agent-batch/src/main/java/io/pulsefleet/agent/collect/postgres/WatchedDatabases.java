package io.pulsefleet.agent.collect.postgres;

import io.pulsefleet.agent.collect.jdbc.Delivered;
import io.pulsefleet.agent.collect.jdbc.Target;
import io.pulsefleet.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/** What can be asked about the databases that are watched, beside watching them. */
@ApplicationScoped
public class WatchedDatabases {

    /** Of the newest that is known, where the server does not tell its version. */
    static final int NEWEST = 18;

    @Inject
    Settings settings;

    @Inject
    Delivered delivered;

    public List<String> names() {
        return all().map(Target::name).toList();
    }

    private Stream<Target> all() {
        return Stream.concat(
                PostgresConfig.targets(settings).stream(),
                delivered.takenBy(new StatClaim(settings)).stream().map(Target::of));
    }

    /**
     * The exact GRANTs for the server's version; of the newest where the server does not let us in, perhaps for want of
     * them.
     *
     * @throws NoSuchDatabaseException that names those there are
     */
    public String grants(String name) {
        var target = all().filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchDatabaseException("no database '" + name + "'; there are " + names()));
        try (var link = Link.open(target, Guards.from(settings))) {
            return Grants.of(target, Hello.from(link).version());
        } catch (SQLException notLetIn) {
            return "-- The server did not tell its version: "
                    + Trouble.ofConnecting(notLetIn, target).why() + "\n" + Grants.of(target, NEWEST);
        }
    }
}
