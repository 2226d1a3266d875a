package io.pulsefleet.embedded;

import io.pulsefleet.embedded.Postgres.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;

/** The data folder: made whole or not at all. */
record Cluster(Place place, Programs programs) {

    /** SQLSTATE of a wrong password, and of a role that is not there. */
    private static final List<String> NOT_LET_IN = List.of("28P01", "28000");

    /** Each role comes in by password. The superuser comes in nowhere: what is his is done while the server is down. */
    private static final String WHO_MAY_CONNECT = """
            # TYPE  DATABASE  USER      ADDRESS       METHOD
            host    all       postgres  127.0.0.1/32  reject
            host    all       all       127.0.0.1/32  scram-sha-256
            """;

    /** Makes it where there is none. */
    void make() {
        if (Files.exists(place.data().resolve("PG_VERSION"))) {
            return;
        }
        var part = place.beside(".part");
        try {
            delete(part);
            programs.run(
                    "initdb",
                    "--pgdata=" + part,
                    "--username=postgres",
                    "--auth=reject",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8");
            Files.writeString(part.resolve("pg_hba.conf"), WHO_MAY_CONNECT);
            asSuperuser(part, "postgres", "CREATE ROLE " + name() + " LOGIN PASSWORD " + quotedPassword());
            asSuperuser(part, "postgres", "CREATE DATABASE " + name() + " OWNER " + name());
            if (!place.purpose().onceMade().isEmpty()) {
                asSuperuser(part, name(), place.purpose().onceMade());
            }
            Files.move(part, place.data(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException unwritable) {
            throw new PostgresException("Cannot make " + place + ": " + unwritable, unwritable);
        }
    }

    /**
     * Whether the password is the one that it knows. It must be running.
     *
     * @throws PostgresException when it does not answer
     */
    boolean letsIn() {
        try (var connection = DriverManager.getConnection(Postgres.jdbcUrl(place), name(), place.password())) {
            return connection.isValid(10);
        } catch (SQLException refused) {
            if (NOT_LET_IN.contains(refused.getSQLState())) {
                return false;
            }
            throw new PostgresException(place + " does not answer: " + refused.getMessage(), refused);
        }
    }

    /** Makes the given password the one that holds. It must not be running. */
    void setPassword() {
        asSuperuser(place.data(), "postgres", "ALTER ROLE " + name() + " PASSWORD " + quotedPassword());
    }

    private void asSuperuser(Path data, String database, String statements) {
        var said = programs.runWith(statements + "\n", "postgres", "--single", "-j", "-D", data.toString(), database);
        if (said.contains("ERROR:")) { // of which its exit code says nothing
            throw new PostgresException("PostgreSQL refused: " + said);
        }
    }

    private String name() {
        return place.purpose().name();
    }

    private String quotedPassword() {
        return "'" + place.password().replace("'", "''") + "'";
    }

    private static void delete(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        try (var all = Files.walk(folder)) {
            for (var path : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(path);
            }
        }
    }
}
