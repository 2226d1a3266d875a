package io.pulsefleet.wire;

import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A database that an agent is to watch because the hub says so.
 *
 * @param revision another one whenever anything of it was changed
 * @param name as it is called in what is told of it, and where its places are kept
 * @param passwordUnknown the hub cannot say its password at the moment: the agent keeps the one that it has
 * @param statistics whether the job pg-stat watches it; of PostgreSQL only
 * @param queries whether the user's own queries are asked there
 * @param logFiles its log on the agent's host, for the job pg-log: {@code /var/log/postgresql/*.log}; null: not read; of PostgreSQL only
 */
public record PlannedDatabase(
        UUID id,
        long revision,
        String name,
        DatabaseAddress address,
        boolean passwordUnknown,
        boolean statistics,
        boolean queries,
        String logFiles) {

    public static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    /** So many may be delivered to one agent. */
    public static final int MOST = 500;

    public PlannedDatabase {
        Required.present("id", id);
        Required.present("name", name);
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("name: must match " + NAME);
        }
        Required.present("address", address);
        if (!address.speaksPostgresql() && (statistics || logFiles != null)) {
            throw new IllegalArgumentException("statistics, logFiles: are of PostgreSQL only");
        }
        if (logFiles != null) {
            Required.text("logFiles", logFiles, 1_000);
        }
    }

    public PlannedDatabase withPassword(String password) {
        return new PlannedDatabase(
                id,
                revision,
                name,
                address.withPassword(password),
                passwordUnknown && password == null,
                statistics,
                queries,
                logFiles);
    }
}
