package io.pulsefleet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is typed behind a command's name. */
class ArgumentsTest {

    private static final Json KNOWN = Json.of("""
            [{"name":"job","type":"text"}, {"name":"lines","type":"number"}, {"name":"all","type":"boolean"},
             {"name":"labels","type":"map"}, {"name":"settings","type":"map","secret":true}]""").orElseThrow();

    @Test
    void eachIsWhatTheHostSaysThatItIs() {
        assertThat(Json.text(read("job=12", "lines=12", "all=true", "labels.a=1", "labels.b=x=y")))
                .isEqualTo("{\"job\":\"12\",\"lines\":12,\"all\":true,\"labels\":{\"a\":\"1\",\"b\":\"x=y\"}}");
    }

    @Test
    void oneIsReadFromAFileOrFromWhatIsPipedIn(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("settings"), "{\"PULSE_DOCKER_EVERY\": \"30s\"}\n");

        assertThat(Json.text(read("settings=@" + file, "job=@-")))
                .isEqualTo("{\"settings\":{\"PULSE_DOCKER_EVERY\":\"30s\"},\"job\":\"piped in\"}");
    }

    @Test
    void whatIsWrongIsNamedWithWhatToDo() {
        refuses("jib=x", "jib: there is no such parameter; there are [job, lines, all, labels, settings]");
        refuses("job", "job: must be name=value");
        refuses("lines=many", "lines: must be a whole number");
        refuses("all=yes", "all: must be true or false");
        refuses("job.a=b", "job: is no map, and has nothing in it called a");
        refuses(
                "settings.PULSE_DB_PASSWORD=secret",
                "settings: is secret, and all users of this host see arguments: give it as settings=@FILE or =@-");
        refuses("labels={a", "labels: must be a JSON object, or labels.KEY=value");
        refuses("job=@/", "job: / cannot be read: Is a directory");
        refuses("job=@/nowhere", "job: /nowhere cannot be read: there is none");
    }

    @Test
    void whatIsNoTextOrHasNoEndIsNotRead(@TempDir Path folder) throws Exception {
        var latin = Files.write(folder.resolve("latin"), new byte[] {'B', (byte) 0xfc, 'r', 'o'});
        refuses("job=@" + latin, "job: " + latin + " cannot be read: it is no text in UTF-8");
        refuses("job=@/dev/zero", "job: /dev/zero has more than 16 MB, and no hub takes that much");
        assertThatThrownBy(() -> read("job=@-", "settings=@-")).hasMessage("settings: - cannot be read: Stream closed");
    }

    private static Map<String, Object> read(String... given) {
        var nowhere = new PrintWriter(new StringWriter());
        var terminal = new Terminal(
                nowhere, nowhere, new BufferedReader(new StringReader("piped in\n")), Optional.empty(), Map.of());
        return Arguments.of(KNOWN, List.of(given), terminal);
    }

    private static void refuses(String given, String message) {
        assertThatThrownBy(() -> read(given))
                .isInstanceOf(RefusedException.class)
                .hasMessage(message);
    }
}
