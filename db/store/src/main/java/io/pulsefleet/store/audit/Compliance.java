package io.pulsefleet.store.audit;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.StoreException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an auditor asks: who may come in, who tried in vain, and who changed what. Of each the 1,000 that count most. */
@ApplicationScoped
public class Compliance {

    private static final String SIGN_IN = "'session.begin'";

    /** A row of a flood stands for as many as it says. */
    private static final String SUM =
            "sum(CASE WHEN detail LIKE '{\"more\":%' THEN (detail::jsonb ->> 'more')::bigint ELSE 1 END)";

    private static final String OF_SPAN = " FROM audit WHERE at >= ? AND at < ? AND ";
    private static final String MOST = " LIMIT 1000";

    private Database database;

    public Compliance() {}

    @Inject
    public Compliance(Database database) {
        this.database = database;
    }

    /**
     * @param groups of hosts that it sees; {@code *}: all
     * @param lastSignIn null: never
     */
    public record Account(
            String name,
            String role,
            List<String> groups,
            boolean disabled,
            Instant createdAt,
            Instant changedAt,
            Instant passwordChangedAt,
            Instant lastSignIn) {}

    /**
     * @param scope what may be sent with it, and its role
     * @param groups of hosts that it sees; {@code *}: all of its maker's
     * @param madeBy of those from before this was noted as far back as the log goes; else empty
     * @param expiresAt null: never
     * @param lastUsedAt null: never
     */
    public record Token(
            String name,
            List<String> scope,
            List<String> groups,
            String madeBy,
            Instant createdAt,
            Instant expiresAt,
            Instant lastUsedAt) {}

    /**
     * What a host proves itself with.
     *
     * @param host its name
     * @param joinToken the name of the token that it joined with; empty: it was renewed
     * @param revokedAt null: it is good, or ran out
     * @param revokedBy empty where it was not revoked; so is the reason
     */
    public record HostCertificate(
            String host,
            String serial,
            String joinToken,
            Instant issuedAt,
            Instant notAfter,
            Instant revokedAt,
            String revokedBy,
            String reason) {}

    /** @param who as they said; empty: as nobody, or many */
    public record FailedSignIns(String who, String from, long count, Instant first, Instant last) {}

    /** How often what was done, refused, or failed. */
    public record Action(String action, long done, long refused, long failed) {}

    /** What somebody did, was refused, or failed to do. */
    public record Doer(String who, String kind, long done, long refused, long failed, Instant last) {}

    public List<Account> accounts() {
        return list(
                "SELECT name, role, groups, disabled, created_at, updated_at, password_changed_at, last_sign_in_at FROM users"
                        + " ORDER BY name" + MOST,
                row -> new Account(
                        row.getString(1),
                        row.getString(2),
                        texts(row, 3),
                        row.getBoolean(4),
                        moment(row, 5),
                        moment(row, 6),
                        moment(row, 7),
                        moment(row, 8)));
    }

    public List<Token> tokens() {
        return list(
                "SELECT name, sends || CASE WHEN role IS NULL THEN '{}' ELSE ARRAY[role] END, groups,"
                        + " coalesce(made_by, (SELECT who FROM audit WHERE action = 'api-key.make' AND outcome = 'done'"
                        + " AND object = 'api-key/' || id ORDER BY number LIMIT 1), ''), created_at, expires_at,"
                        + " last_used_at FROM api_keys ORDER BY name" + MOST,
                row -> new Token(
                        row.getString(1),
                        texts(row, 2),
                        texts(row, 3),
                        row.getString(4),
                        moment(row, 5),
                        moment(row, 6),
                        moment(row, 7)));
    }

    /** Of the span: those that were revoked, the last first; then those that were good at its end, by when they run out. */
    public List<HostCertificate> certificates(Instant from, Instant to) {
        return list(
                "SELECT hostname, serial, coalesce(join_token.name, ''), issued_at, not_after, revoked_at,"
                        + " coalesce(revoked_by, ''), coalesce(reason, '') FROM certificate JOIN agents ON agents.id = agent"
                        + " LEFT JOIN join_token ON join_token.id = join_token"
                        + " CROSS JOIN (SELECT ?::timestamptz AS begins, ?::timestamptz AS ends) span"
                        + " WHERE revoked_at >= begins AND revoked_at < ends"
                        + " OR issued_at < ends AND not_after > ends AND coalesce(least(superseded_at, revoked_at), 'infinity') >= ends"
                        + " ORDER BY revoked_at DESC NULLS LAST, not_after, serial" + MOST,
                row -> new HostCertificate(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        moment(row, 4),
                        moment(row, 5),
                        moment(row, 6),
                        row.getString(7),
                        row.getString(8)),
                from,
                to);
    }

    /** The most first. */
    public List<FailedSignIns> failedSignIns(Instant from, Instant to) {
        return list(
                "SELECT who, from_address, " + SUM + "::bigint, min(at), max(at)" + OF_SPAN + "action = " + SIGN_IN
                        + " AND outcome = 'refused' GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2" + MOST,
                row -> new FailedSignIns(
                        row.getString(1), row.getString(2), row.getLong(3), moment(row, 4), moment(row, 5)),
                from,
                to);
    }

    public List<Action> changesByAction(Instant from, Instant to) {
        return list(
                "SELECT action" + outcomes() + OF_SPAN + isChange() + " GROUP BY 1 ORDER BY 1" + MOST,
                row -> new Action(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4)),
                from,
                to);
    }

    public List<Doer> changesByWho(Instant from, Instant to) {
        return list(
                "SELECT who" + outcomes() + ", kind, max(at)" + OF_SPAN + isChange()
                        + " GROUP BY who, kind ORDER BY 2 DESC, who, kind" + MOST,
                row -> new Doer(
                        row.getString(1),
                        row.getString(5),
                        row.getLong(2),
                        row.getLong(3),
                        row.getLong(4),
                        moment(row, 6)),
                from,
                to);
    }

    private static String outcomes() {
        return Stream.of("done", "refused", "failed")
                .map(outcome -> ", coalesce(" + SUM + " FILTER (WHERE outcome = '" + outcome + "'), 0)::bigint")
                .collect(Collectors.joining());
    }

    /** Coming in, leaving, and looking at the log change nothing. */
    private static String isChange() {
        return "action NOT IN (" + SIGN_IN
                + ", 'session.end', 'session.throttle', 'key.show', 'route.call', 'audit.export'," + " 'audit.verify')";
    }

    private interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    private <T> List<T> list(String sql, Reading<T> reading, Instant... span) {
        try (var connection = database.ownConnection();
                var query = connection.prepareStatement(sql)) {
            for (int i = 0; i < span.length; i++) {
                query.setObject(i + 1, OffsetDateTime.ofInstant(span[i], ZoneOffset.UTC));
            }
            try (var rows = query.executeQuery()) {
                var all = new ArrayList<T>();
                while (rows.next()) {
                    all.add(reading.of(rows));
                }
                return all;
            }
        } catch (SQLException refused) {
            throw new StoreException("make the compliance report", refused);
        }
    }

    private static List<String> texts(ResultSet row, int column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }

    private static Instant moment(ResultSet row, int column) throws SQLException {
        var moment = row.getObject(column, OffsetDateTime.class);
        return moment == null ? null : moment.toInstant();
    }
}
