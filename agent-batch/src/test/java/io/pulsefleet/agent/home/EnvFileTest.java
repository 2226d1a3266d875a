package io.pulsefleet.agent.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PA-11 */
class EnvFileTest {

    @Test
    void readsWhatOtherToolsWrite() {
        var file = EnvFile.of("""
                # the shop
                PA_DB_HOST=db.example.net   # not the old one
                export PA_DB_USER = reader

                PA_DB_PASSWORD='$ecret # "1"'
                PA_SITE_ID="north \\"1\\""  # quoted
                PA_CLIENT_ID=
                PULSE_QUERIES_DB_PORT=5433
                """);

        assertThat(file.find("PA_DB_HOST")).contains("db.example.net");
        assertThat(file.find("PA_DB_USER")).contains("reader");
        assertThat(file.find("PA_DB_PASSWORD")).contains("$ecret # \"1\"");
        assertThat(file.find("PA_SITE_ID")).contains("north \"1\"");
        assertThat(file.find("PA_CLIENT_ID")).contains("");
        assertThat(file.find("pulse.queries.db.port")).contains("5433");
        assertThat(file.find("PA_DB_NAME")).isEmpty();
    }

    @Test
    void tellsEveryLineThatItCannotUnderstand() {
        var file = EnvFile.of("PA_DB_HOST\nPA_DB_USER=reader\nPA_DB_PASSWORD='open\n");

        assertThatThrownBy(() -> file.find("PA_DB_USER"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(".env: line 1 is not NAME=value; line 3: the quote of PA_DB_PASSWORD is not closed");
    }

    @Test
    void needNotBeThere(@TempDir Path folder) throws Exception {
        assertThat(EnvFile.read(folder.resolve(".env")).find("PA_DB_HOST")).isEmpty();

        Files.writeString(folder.resolve(".env"), "PA_DB_HOST=here");
        assertThat(EnvFile.read(folder.resolve(".env")).find("PA_DB_HOST")).contains("here");
    }
}
