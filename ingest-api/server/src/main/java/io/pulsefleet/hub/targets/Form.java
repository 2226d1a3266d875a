package io.pulsefleet.hub.targets;

import static io.pulsefleet.wire.DatabaseAddress.POSTGRESQL;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.pulsefleet.hub.http.Complaints;
import io.pulsefleet.hub.http.Problems;
import io.pulsefleet.store.targets.Target;
import io.pulsefleet.store.targets.Where;
import io.pulsefleet.wire.DatabaseAddress;
import io.pulsefleet.wire.PlannedDatabase;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What an admin says of a database. What is left out is as it was, or as it is by default.
 *
 * @param type postgresql, mysql or mariadb; of the latter two there are the user's own queries only
 * @param id of one that is watched already, for a test of it
 * @param password an empty one: none
 * @param logFiles an empty text: its log is not read
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Form(
        UUID id,
        UUID agent,
        String name,
        String type,
        String host,
        Integer port,
        String database,
        String user,
        String password,
        String sslMode,
        Boolean statistics,
        Boolean queries,
        String logFiles) {

    private static final Pattern USER = Pattern.compile("[^\\p{Cntrl}]{1,255}");
    private static final Pattern LOG_FILES = Pattern.compile("/[^\\p{Cntrl}]{1,999}");
    private static final Pattern LEAVES_ITS_FOLDER = Pattern.compile("(^|.*/)\\.\\.(/.*|$)");

    /** Never shows the password: records are logged. */
    @Override
    public String toString() {
        return "Form[" + name + " of " + agent + "]";
    }

    /** With what is left out as it is by default. */
    Form filled() {
        var system = type == null ? POSTGRESQL : type;
        var isPostgresql = system.equals(POSTGRESQL);
        return new Form(
                id,
                agent,
                name,
                system,
                host,
                port == null ? Integer.valueOf(isPostgresql ? 5432 : 3306) : port,
                database == null && isPostgresql ? "postgres" : database,
                user,
                password,
                sslMode == null ? "prefer" : sslMode,
                statistics == null ? Boolean.valueOf(isPostgresql) : statistics,
                queries == null ? Boolean.valueOf(!isPostgresql) : queries,
                logFiles);
    }

    /** With what is left out as it is there. */
    Form over(Target target) {
        var where = target.where();
        return new Form(
                target.id(),
                agent == null ? target.agent() : agent,
                name == null ? target.name() : name,
                type == null ? where.type() : type,
                host == null ? where.host() : host,
                port == null ? Integer.valueOf(where.port()) : port,
                database == null ? where.database() : database,
                user == null ? where.user() : user,
                password,
                sslMode == null ? where.sslMode() : sslMode,
                statistics == null ? target.statistics() : statistics,
                queries == null ? target.queries() : queries,
                logFiles == null ? target.logFiles() : logFiles);
    }

    /** All that is wrong. */
    Complaints complaints() {
        var wrong = new Complaints();
        if (name == null || !PlannedDatabase.NAME.matcher(name).matches()) {
            wrong.add("name", "must be 1 to 40 lower-case letters, digits or -, a letter first");
        }
        checkWhere(wrong);
        if (logFiles != null && !logFiles.isEmpty() && !isPath(logFiles)) {
            wrong.add("log_files", "must be a path on the agent's host as /var/log/postgresql/*.log, without .. in it");
        } else if (logFiles != null && !logFiles.isEmpty() && isOfAnother()) {
            wrong.add(
                    "log_files",
                    "must be empty: the log is read of PostgreSQL only; read another as a log of the host");
        }
        if (isOfAnother() && Boolean.TRUE.equals(statistics)) {
            wrong.add("statistics", "must be false: they are of PostgreSQL only; a " + type + " is asked 'queries'");
        } else if (Boolean.FALSE.equals(statistics)
                && Boolean.FALSE.equals(queries)
                && (logFiles == null || logFiles.isEmpty())) {
            wrong.add("statistics", "must be true where neither 'queries' nor 'log_files' are asked for");
        }
        return wrong;
    }

    /** As {@link #complaints}, for one that is only to be tried. */
    Complaints complaintsForTest() {
        var wrong = new Complaints();
        checkWhere(wrong);
        return wrong;
    }

    private void checkWhere(Complaints wrong) {
        if (agent == null) {
            wrong.add("agent", "must be the id of the agent that watches it");
        }
        if (type == null || !DatabaseAddress.TYPE.matcher(type).matches()) {
            wrong.add("type", "must be postgresql, mysql or mariadb");
        }
        if (host == null || !DatabaseAddress.PART_OF_A_URL.matcher(host).matches()) {
            wrong.add("host", "must be a host's name or address without blanks, commas and / ? & #");
        }
        if (port == null || port < 1 || port > 65_535) {
            wrong.add("port", "must be from 1 to 65535");
        }
        if (database == null || !DatabaseAddress.PART_OF_A_URL.matcher(database).matches()) {
            wrong.add("database", "must be a database's name without blanks, commas and / ? & #");
        }
        if (user == null || !USER.matcher(user).matches() || user.isBlank()) {
            wrong.add("user", "must be a user's name of 255 characters at most");
        }
        if (sslMode == null || !DatabaseAddress.SSL_MODE.matcher(sslMode).matches()) {
            wrong.add("ssl_mode", "must be disable, prefer or require");
        }
        if (password != null
                && (password.length() > DatabaseAddress.LONGEST_PASSWORD
                        || password.indexOf('\0') >= 0
                        || (password.isBlank() && !password.isEmpty()))) {
            wrong.add(
                    "password",
                    "must have " + DatabaseAddress.LONGEST_PASSWORD + " characters at most, and not only blanks");
        }
    }

    /** Of one that we know, and that has no statistics and no log for us. */
    private boolean isOfAnother() {
        return type != null && DatabaseAddress.TYPE.matcher(type).matches() && !type.equals(POSTGRESQL);
    }

    private static boolean isPath(String text) {
        return LOG_FILES.matcher(text).matches()
                && !LEAVES_ITS_FOLDER.matcher(text).matches();
    }

    Where where() {
        return new Where(type, host, port, database, user, sslMode);
    }

    /**
     * A password that is kept goes nowhere else than where it was meant for, or whoever may change an address could read
     * it.
     */
    boolean wouldSendElsewhere(Target kept) {
        var same = host.equals(kept.where().host()) && port == kept.where().port() && agent.equals(kept.agent());
        return password == null && kept.password().isPresent() && !same;
    }

    /** @throws jakarta.ws.rs.WebApplicationException 400 */
    void refuseToSendElsewhere(Target kept) {
        if (wouldSendElsewhere(kept)) {
            throw Problems.badField(
                    "password",
                    "must be given again where agent, host or port are others: the one that is kept is sent nowhere else");
        }
    }
}
