package io.pulsefleet.agent.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefleet.settings.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings of a sender that ours takes the place of, as they are (PG-10). */
class OtherNamesTest {

    @TempDir
    Path home;

    private final Map<String, String> environment = new HashMap<>();
    private Path ini;

    @BeforeEach
    void anIniFile() throws Exception {
        ini = home.resolve("collector.ini");
        environment.put("pulse.data", home.toString());
        environment.put("BITVILLE_PG_CONFIG_PATH", ini.toString());
        Files.writeString(ini, """
                ; as it was
                [database]
                host = db.example.net
                port = 5433
                database = shop
                user = monitor
                password = it's #1; and 100%
                sslmode = require

                [collection]
                interval = 30

                [listener]
                url = https://listener.example.net
                api_key = "k-1"
                project_id: shop

                [buffer]
                max_size_mb = 50
                path = /var/lib/elsewhere
                """);
    }

    @Test
    void anIniFileIsUnderstoodAsItIs() {
        assertThat(given("pulse.postgres.db.host")).isEqualTo("db.example.net");
        assertThat(given("pulse.postgres.db.port")).isEqualTo("5433");
        assertThat(given("pulse.postgres.db.name")).isEqualTo("shop");
        assertThat(given("pulse.postgres.db.user")).isEqualTo("monitor");
        assertThat(given("pulse.postgres.db.password")).isEqualTo("it's #1; and 100%");
        assertThat(given("pulse.postgres.db.ssl.mode")).isEqualTo("require");
        assertThat(given("pulse.pg.stat.every")).isEqualTo("30s");
        assertThat(given("pulse.listener.url")).isEqualTo("https://listener.example.net");
        assertThat(given("pulse.listener.api.key")).isEqualTo("k-1");
        assertThat(given("pulse.listener.project.id")).isEqualTo("shop");
        assertThat(given("pulse.push.limit")).isEqualTo("50MB");
        assertThat(new OtherNames(name -> Optional.empty(), IniFile.read(ini)).unknown())
                .containsExactly("buffer.path");
    }

    @Test
    void theDatabaseThatIsNamedThereIsWatched() throws Exception {
        assertThat(given("pulse.postgres.targets")).isEqualTo("main");

        Files.writeString(ini, "[listener]\nurl = https://listener.example.net\n");
        assertThat(find("pulse.postgres.targets")).as("none is named").isEmpty();

        environment.put("BITVILLE_PG_DB_HOST", "db.example.net");
        assertThat(given("pulse.postgres.targets")).isEqualTo("main");
    }

    @Test
    void theEnvironmentWinsOverTheFileAndOurOwnNamesOverBoth() throws Exception {
        environment.put("BITVILLE_PG_DB_HOST", "other.example.net");
        environment.put("BITVILLE_PG_DB_PASSWORD", "secret");
        environment.put("BITVILLE_PG_LISTENER_API_KEY", "k-2");
        environment.put("BITVILLE_PG_PROJECT_ID", "p-2");
        environment.put("pulse.postgres.db.port", "5434");
        Files.createDirectories(home.resolve("agent"));
        Files.writeString(home.resolve("agent/.env"), "BITVILLE_PG_DB_USER=of the .env\n");

        assertThat(given("pulse.postgres.db.host")).isEqualTo("other.example.net");
        assertThat(given("pulse.postgres.db.password")).isEqualTo("secret");
        assertThat(given("pulse.listener.api.key")).isEqualTo("k-2");
        assertThat(given("pulse.listener.project.id")).isEqualTo("p-2");
        assertThat(given("pulse.postgres.db.port")).isEqualTo("5434");
        assertThat(given("pulse.postgres.db.user")).isEqualTo("of the .env");
    }

    @Test
    void eachOfThemCanBeSetInTheEnvironment() {
        var settings = Map.ofEntries(
                Map.entry("DB_HOST", "pulse.postgres.db.host"),
                Map.entry("DB_PORT", "pulse.postgres.db.port"),
                Map.entry("DB_NAME", "pulse.postgres.db.name"),
                Map.entry("DB_USER", "pulse.postgres.db.user"),
                Map.entry("DB_PASSWORD", "pulse.postgres.db.password"),
                Map.entry("DB_SSL_MODE", "pulse.postgres.db.ssl.mode"),
                Map.entry("COLLECTION_INTERVAL", "pulse.pg.stat.every"),
                Map.entry("LISTENER_URL", "pulse.listener.url"),
                Map.entry("LISTENER_API_KEY", "pulse.listener.api.key"),
                Map.entry("PROJECT_ID", "pulse.listener.project.id"),
                Map.entry("LISTENER_TIMEOUT", "pulse.push.timeout"),
                Map.entry("BUFFER_MAX_SIZE_MB", "pulse.push.limit"),
                Map.entry("CONFIG_PATH", "pulse.ini.file"));
        assertThat(OtherNames.environmentNames().map(name -> name.replace("BITVILLE_PG_", "")))
                .containsExactlyInAnyOrderElementsOf(settings.keySet());
        settings.forEach((name, setting) -> {
            if (!name.equals("CONFIG_PATH")) {
                environment.put("BITVILLE_PG_" + name, "over the file's");
                assertThat(given(setting)).as(name).isEqualTo("over the file's");
            }
        });
    }

    @Test
    void everyMistakeInTheFileIsTold() throws Exception {
        Files.writeString(ini, "host = x\n[database]\nhost\n[listener\n");

        assertThatThrownBy(() -> given("pulse.postgres.db.host"))
                .hasMessage(ini + ": line 1 stands before any [section]; line 3 is neither [section] nor key = value;"
                        + " line 4 is neither [section] nor key = value");
    }

    @Test
    void aFileThatIsNamedMustBeThere() throws Exception {
        Files.delete(ini);

        assertThatThrownBy(() -> given("pulse.postgres.db.host")).hasMessageContaining(ini + ": cannot be read");
    }

    @Test
    void theRunbookNamesThem() throws Exception {
        var runbook = Files.readString(Path.of("../docs/runbook.md"));
        assertThat(OtherNames.environmentNames())
                .allSatisfy(name -> assertThat(runbook).contains(name));
    }

    private String given(String setting) {
        return find(setting).orElseThrow();
    }

    private Optional<String> find(String setting) {
        return Layers.over(name -> Optional.ofNullable(environment.get(name)))
                .inForce()
                .find(Setting.text(setting, "", ""));
    }
}
