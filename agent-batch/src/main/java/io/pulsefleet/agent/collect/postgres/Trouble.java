package io.pulsefleet.agent.collect.postgres;

import io.pulsefleet.agent.collect.jdbc.Target;
import java.sql.SQLException;

/**
 * Why a part cannot be read.
 *
 * @param why in a sentence, with what to do about it
 */
record Trouble(PartState state, String why) {

    /** Of a question that failed, while the server goes on. */
    static Trouble of(SQLException failure, String part, Target target) {
        return switch (stateOf(failure)) {
            case "42501" ->
                new Trouble(
                        PartState.NO_RIGHTS,
                        "no rights on %s (%s): run GRANT pg_read_all_stats TO %s"
                                .formatted(part, firstLine(failure), Grants.quoted(target.user())));
            case "57014" ->
                new Trouble(
                        PartState.TOO_SLOW,
                        "%s takes longer than PULSE_POSTGRES_STATEMENT_TIMEOUT; it is asked less often until it is quick again"
                                .formatted(part));
            case "55P03" ->
                new Trouble(
                        PartState.LOCKED,
                        "%s waits for a lock that somebody holds; it is asked again at its next time".formatted(part));
            case "55000" ->
                new Trouble(
                        PartState.NO_EXTENSION,
                        "%s is not loaded (%s): add it to shared_preload_libraries and restart the server"
                                .formatted(part, firstLine(failure)));
            default -> new Trouble(PartState.FAILED, part + " cannot be read: " + firstLine(failure));
        };
    }

    /** Of a server that does not let us in. */
    static Trouble ofConnecting(SQLException failure, Target target) {
        var why = target + " is away: " + firstLine(failure);
        var toMend = ToMend.of(target);
        return switch (stateOf(failure)) {
            case "28P01", "28000" ->
                new Trouble(
                        PartState.WRONG_PASSWORD,
                        why + "; check the user, the password and pg_hba.conf, and then " + toMend.user());
            case "3D000" -> new Trouble(PartState.NO_DATABASE, why + "; check " + toMend.database());
            case "42501" ->
                new Trouble(
                        PartState.NO_RIGHTS,
                        why + "; run GRANT CONNECT ON DATABASE " + Grants.quoted(target.database()) + " TO "
                                + Grants.quoted(target.user()));
            case "53300" ->
                new Trouble(
                        PartState.TOO_MANY_CONNECTIONS,
                        why + "; raise max_connections, or end sessions that nobody needs");
            case "57P03" -> new Trouble(PartState.STARTING, why);
            default -> new Trouble(PartState.DOWN, why + "; check that it runs and listens, and " + toMend.address());
        };
    }

    /** Where a person changes what is wrong. */
    private record ToMend(String user, String database, String address) {

        static ToMend of(Target target) {
            if (target.origin() == Target.Origin.HUB) {
                var form = " in its settings at the hub, page Databases";
                return new ToMend("user and password" + form, "the database" + form, "host and port" + form);
            }
            var settings = PostgresConfig.dbOf(target.name());
            return new ToMend(
                    settings.user().environmentName() + " and "
                            + settings.password().environmentName(),
                    settings.database().environmentName(),
                    settings.host().environmentName() + " and "
                            + settings.port().environmentName());
        }
    }

    private static String stateOf(SQLException failure) {
        return failure.getSQLState() == null ? "" : failure.getSQLState();
    }

    private static String firstLine(SQLException failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("") + " (" + failure.getSQLState() + ")";
    }
}
