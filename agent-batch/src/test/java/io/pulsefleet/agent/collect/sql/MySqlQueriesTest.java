package io.pulsefleet.agent.collect.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mariadb.jdbc.Driver;

/** With a real MySQL 8. It needs libaio; where that is not there, it says so and is left out. */
class MySqlQueriesTest extends AskedMysql {

    private static final String CIPHER = """
            "cipher": {"type": "single_value",
                "sql": "SELECT variable_value FROM performance_schema.session_status WHERE variable_name = 'Ssl_cipher'"}""";

    @TempDir
    static Path data;

    private static MySql mySql;

    @BeforeAll
    static void start() throws Exception {
        var whyNot = MySql.whyNot();
        assumeTrue(whyNot.isEmpty(), whyNot);
        mySql = MySql.start(data, """
                CREATE DATABASE shop;
                CREATE DATABASE closed;
                CREATE USER admin IDENTIFIED BY 'admin';
                GRANT ALL ON *.* TO admin;
                CREATE USER reader IDENTIFIED BY 'test';
                GRANT SELECT, EXECUTE ON shop.* TO reader;
                GRANT SELECT ON performance_schema.* TO reader;
                """);
        try (var connection = connect("shop");
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE written (id int)");
            statement.execute("CREATE TABLE ten (n int)");
            statement.execute("INSERT INTO ten VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)");
            statement.execute(
                    "CREATE FUNCTION sneaky() RETURNS int BEGIN INSERT INTO written VALUES (9); RETURN 9; END");
        }
    }

    @AfterAll
    static void stop() throws Exception {
        if (mySql != null) {
            mySql.stop();
        }
    }

    @Override
    Map<String, String> whereItIs() {
        return Map.of(
                "PA_DB_TYPE", "mysql",
                "pulse.queries.db.host", "127.0.0.1",
                "pulse.queries.db.port", Integer.toString(mySql.port()),
                "pulse.queries.db.name", "shop",
                "pulse.queries.db.user", "reader",
                "pulse.queries.db.password", "test");
    }

    @Override
    String type() {
        return "mysql";
    }

    @Override
    Connection admin() throws SQLException {
        return connect("shop");
    }

    private static Connection connect(String database) throws SQLException {
        var how = new Properties();
        how.setProperty("user", "admin");
        how.setProperty("password", "admin");
        how.setProperty("sslMode", "trust");
        how.setProperty("sessionVariables", "time_zone='+00:00'");
        return new Driver().connect("jdbc:mariadb://127.0.0.1:" + mySql.port() + "/" + database, how);
    }

    /** MySQL's SLEEP ends early and says nothing of it. */
    @Override
    String sleepLong() {
        return "SELECT count(*) FROM ten a, ten b, ten c, ten d, ten e, ten f, ten g, ten h, ten i, ten j"
                + " WHERE a.n + b.n + c.n + d.n + e.n + f.n + g.n + h.n + i.n + j.n < 0";
    }

    @Override
    String longList() {
        return "SELECT 1 FROM ten a, ten b, ten c, ten d, ten e, ten f, ten g";
    }

    @Override
    String write() {
        return "SELECT sneaky()";
    }

    @Override
    void lock(Connection connection) throws SQLException {
        connection.createStatement().execute("LOCK TABLES orders WRITE");
    }

    @Override
    String ownName() {
        return "SELECT attr_value FROM performance_schema.session_account_connect_attrs"
                + " WHERE processlist_id = connection_id() AND attr_name = 'program_name'";
    }

    @Override
    long connectionsOfOurs() throws Exception {
        try (var connection = connect("shop");
                var rows = connection
                        .createStatement()
                        .executeQuery("SELECT count(*) FROM information_schema.processlist WHERE user = 'reader'")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Test
    void tlsIsUsedWhereItIsOfferedAndAsToldElsewhere() throws Exception { // PA-01
        queries(CIPHER);
        var now = TEN;
        for (var mode : new String[] {"prefer", "require"}) {
            given.put("PA_DB_SSL_MODE", mode);
            now = now.plusSeconds(1);
            assertThat(visit(now).stats().get("cipher").textValue()).as(mode).isNotEmpty();
        }

        given.put("PA_DB_SSL_MODE", "disable");
        assertThat(visit(now.plusSeconds(1)).stats().get("cipher").textValue()).isEmpty();
    }

    @Test
    void tlsThatIsNotOfferedIsDoneWithoutOrSaid() throws Exception { // PA-01
        queries(CIPHER);
        mySql.stop();
        mySql.start("--ssl=0");
        try {
            var now = TEN;
            for (var mode : new String[] {"prefer", "disable"}) {
                given.put("PA_DB_SSL_MODE", mode);
                now = now.plusSeconds(1);
                assertThat(visit(now).stats().get("cipher").textValue())
                        .as(mode)
                        .isEmpty();
            }

            given.put("PA_DB_SSL_MODE", "require");
            assertThat(visit(now.plusSeconds(1)).away.orElseThrow()).containsIgnoringCase("ssl");
        } finally {
            mySql.stop();
            mySql.start();
        }
    }
}
