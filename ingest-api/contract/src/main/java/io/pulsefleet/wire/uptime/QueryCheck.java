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
public record QueryCheck(String url, String user, String password, String sql, List<String> assertions)
        implements Check {

    public QueryCheck {
        Required.text("url", url, 2_000);
        assertions = Required.list("assertions", assertions);
    }
}
