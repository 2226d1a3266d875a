package io.pulsefleet.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings, looked at by hand: SP-08. */
class CheckSettingsTest {

    @TempDir
    Path home;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @Test
    void eachMistakeIsALineAndTheCodeIsThatOfAWrongSetting() throws Exception {
        var file = Files.writeString(home.resolve("mine.yaml"), "hub: {ulr: x}\nspool: {limit: much}\n");

        assertThat(check(Map.of("pulse.settings.file", file.toString(), "pulse.hub.url", "a b")))
                .isEqualTo(78);
        assertThat(said.toString(UTF_8).lines())
                .extracting(line -> line.replaceFirst(" \\(.*", ""))
                .containsExactly(
                        file + ": line 1: no setting is called 'hub.ulr'; did you mean 'hub.url'?",
                        file + ": line 2: spool.limit: cannot read 'much'",
                        "PULSE_HUB_URL: cannot read 'a b'");
    }

    @Test
    void whereAllIsWellItSaysHowManyThereAre() {
        assertThat(check(Map.of("pulse.data", home.toString(), "pulse.ports.every", "5s")))
                .isZero();
        assertThat(said.toString(UTF_8).strip()).isEqualTo("2 settings, no mistake");
    }

    private int check(Map<String, String> environment) {
        return CheckSettings.check(
                name -> Optional.ofNullable(environment.get(name)), new PrintStream(said, true, UTF_8));
    }
}
