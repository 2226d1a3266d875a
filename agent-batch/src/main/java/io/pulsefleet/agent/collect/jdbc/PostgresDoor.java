package io.pulsefleet.agent.collect.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * How PostgreSQL is come in by, whoever asks.
 *
 * @param application as which the connection is seen at the server
 * @param connect how long to wait for an answer at all
 * @param silence how long an answer may take before the connection ends
 * @param largestAnswer in the driver's words, {@code 8M}
 */
public record PostgresDoor(String application, Duration connect, Duration silence, String largestAnswer) {

    /** @throws SQLException when nobody is there, or does not let us in */
    public Connection open(Target target) throws SQLException {
        var how = new Properties();
        PGProperty.USER.set(how, target.user());
        PGProperty.PASSWORD.set(how, target.password());
        PGProperty.SSL_MODE.set(how, target.tls().libpqName());
        PGProperty.GSS_ENC_MODE.set(how, "disable");
        PGProperty.APPLICATION_NAME.set(how, application);
        PGProperty.CONNECT_TIMEOUT.set(how, seconds(connect));
        PGProperty.LOGIN_TIMEOUT.set(how, seconds(connect));
        PGProperty.SOCKET_TIMEOUT.set(how, seconds(silence));
        PGProperty.PREPARE_THRESHOLD.set(how, 0);
        PGProperty.MAX_RESULT_BUFFER.set(how, largestAnswer);
        return new Driver()
                .connect("jdbc:postgresql://" + target.host() + ":" + target.port() + "/" + target.database(), how);
    }

    private static int seconds(Duration duration) {
        return Math.toIntExact(Math.max(1, duration.toSeconds()));
    }
}
