package io.pulsefleet.wire.uptime;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.pulsefleet.wire.Required;
import java.util.List;

/**
 * A query to a database: read-only, one statement, with a time-out and a limit of rows.
 *
 * @param url {@code jdbc:postgresql://...}, {@code jdbc:mysql://...} or {@code jdbc:mariadb://...}
 * @param sql a single SELECT, WITH, VALUES, TABLE or SHOW; {@code SELECT 1} when it is left out
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record QueryCheck(
        @About(
                value = "jdbc:postgresql://..., jdbc:mysql://... or jdbc:mariadb://...",
                isRequired = true,
                longest = 2_000)
        String url,

        @About(value = "Who signs in.", longest = 200) String user,

        @About(value = "Of that user; best a secret.", longest = 2_000)
        String password,

        @About(value = "A single SELECT, WITH, VALUES, TABLE or SHOW.", usual = "SELECT 1", longest = 20_000)
        String sql,

        @About(value = "What the answer must be; all must hold.", most = Assertion.MOST)
        List<String> assertions)
        implements Check {

    private static final List<String> URLS = List.of("jdbc:postgresql://", "jdbc:mysql://", "jdbc:mariadb://");

    public QueryCheck {
        Required.text("url", url, 2_000);
        if (URLS.stream().noneMatch(url::startsWith)) {
            throw Fields.refused("url", "must begin with one of " + String.join(", ", URLS));
        }
        Fields.longest("user", user, 200);
        Fields.longest("password", password, 2_000);
        if (sql != null) {
            Required.text("sql", sql, 20_000);
        }
        assertions = Required.list("assertions", assertions);
        Assertion.all(assertions, Subject.OF_QUERY);
    }

    public String sqlAsked() {
        return sql == null ? "SELECT 1" : sql;
    }

    @Override
    public List<Assertion> expectations() {
        return Assertion.all(assertions, Subject.OF_QUERY);
    }
}
