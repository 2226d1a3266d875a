package io.pulsefleet.hub.targets;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.store.targets.Sealed;
import io.pulsefleet.store.targets.Target;
import io.pulsefleet.store.targets.Where;
import io.pulsefleet.wire.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may be said of a database that is to be watched (PG-10). */
class FormTest {

    private static final UUID AGENT = UUID.randomUUID();
    private static final Target KEPT = new Target(
            UUID.randomUUID(),
            AGENT,
            "shop",
            new Where("postgresql", "db1", 5432, "shop", "pulsefleet", "prefer"),
            Optional.of(new Sealed("k", new byte[0])),
            true,
            false,
            "/var/log/postgresql/*.log",
            1,
            Instant.EPOCH,
            "admin",
            Optional.empty());

    @Test
    void whatIsLeftOutIsAsItIsByDefault() throws Exception {
        var form = form("{\"name\":\"shop\",\"host\":\"db1\",\"user\":\"u\"}").filled();

        assertThat(form.complaints().fields()).isEmpty();
        assertThat(form)
                .isEqualTo(new Form(
                        null,
                        AGENT,
                        "shop",
                        "postgresql",
                        "db1",
                        5432,
                        "postgres",
                        "u",
                        null,
                        "prefer",
                        true,
                        false,
                        null));
    }

    @Test
    void aMysqlDatabaseIsAskedTheUsersQueriesByDefault() throws Exception {
        var form =
                form("{\"name\":\"shop\",\"type\":\"mariadb\",\"host\":\"db1\",\"user\":\"u\",\"database\":\"shop\"}")
                        .filled();

        assertThat(form.complaints().fields()).isEmpty();
        assertThat(form)
                .isEqualTo(new Form(
                        null, AGENT, "shop", "mariadb", "db1", 3306, "shop", "u", null, "prefer", false, true, null));
        assertThat(form("{\"name\":\"shop\",\"type\":\"mysql\",\"host\":\"db1\",\"user\":\"u\"}")
                        .filled()
                        .complaints()
                        .fields())
                .as("there is none that each server has")
                .containsExactly("database");
    }

    @Test
    void whatIsLeftOutOfAChangeStays() throws Exception {
        var form = form("{\"user\":\"other\",\"log_files\":\"\"}").over(KEPT);

        assertThat(form.complaints().fields()).isEmpty();
        assertThat(form)
                .isEqualTo(new Form(
                        KEPT.id(),
                        AGENT,
                        "shop",
                        "postgresql",
                        "db1",
                        5432,
                        "shop",
                        "other",
                        null,
                        "prefer",
                        true,
                        false,
                        ""));
    }

    @Test
    void allMistakesAreToldAtOnce() throws Exception {
        var form = form("{\"name\":\"Shop\",\"port\":0,\"ssl_mode\":\"maybe\",\"log_files\":\"logs/../etc\"}")
                .filled();

        assertThat(form.complaints().fields()).containsExactly("name", "host", "port", "user", "ssl_mode", "log_files");
        assertThat(form.complaintsForTest().fields()).containsExactly("host", "port", "user", "ssl_mode");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"name":"a/b"}                         | name
            {"name":"-a"}                          | name
            {"name":"a2345678901234567890123456789012345678901"} | name
            {"host":"db1?user=x"}                  | host
            {"host":"db1/other"}                   | host
            {"host":"db1,db2"}                     | host
            {"host":" "}                           | host
            {"port":65536}                         | port
            {"database":"a&ssl=false"}             | database
            {"user":"  "}                          | user
            {"user":"a\\u0000b"}                   | user
            {"password":"a\\u0000b"}               | password
            {"password":"  "}                      | password
            {"ssl_mode":"verify-full"}             | ssl_mode
            {"log_files":"postgresql.log"}         | log_files
            {"log_files":"/var/log/../shadow"}     | log_files
            {"log_files":"/var/log/a\\nb"}         | log_files
            {"statistics":false,"log_files":""}    | statistics
            {"type":"oracle"}                      | type
            {"type":"mysql","statistics":false}    | log_files
            {"type":"mysql","log_files":""}        | statistics
            """)
    void whatCannotBeIsRefusedByField(String change, String field) throws Exception {
        assertThat(form(change).over(KEPT).complaints().fields()).containsExactly(field);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"host":"db2"}                         | true
            {"port":5433}                          | true
            {"agent":"5f7c1c1e-8a0b-4a39-9b1f-0d9c7a1e2b3c"} | true
            {"host":"db2","password":"again"}      | false
            {"host":"db2","password":""}           | false
            {"user":"other"}                       | false
            {"name":"other"}                       | false
            """)
    void aPasswordThatIsKeptGoesNowhereElse(String change, boolean isRefused) throws Exception {
        assertThat(form(change).over(KEPT).wouldSendElsewhere(KEPT)).isEqualTo(isRefused);
    }

    private static Form form(String json) throws Exception {
        var form = Json.read(json.getBytes(StandardCharsets.UTF_8), Form.class);
        return json.contains("\"agent\"") || !json.contains("\"name\":") || json.contains("\"log_files\":\"\"")
                ? form
                : new Form(
                        form.id(),
                        AGENT,
                        form.name(),
                        form.type(),
                        form.host(),
                        form.port(),
                        form.database(),
                        form.user(),
                        form.password(),
                        form.sslMode(),
                        form.statistics(),
                        form.queries(),
                        form.logFiles());
    }
}
