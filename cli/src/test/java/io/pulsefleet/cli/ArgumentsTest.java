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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is typed behind a command's name. */
class ArgumentsTest {

    private static final Json KNOWN = Json.of("""
            [{"name":"job","type":"text"}, {"name":"lines","type":"number"}, {"name":"all","type":"boolean"},
             {"name":"labels","type":"map"}, {"name":"settings","type":"map","secret":true}]""");

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
        refuses("job=@/nowhere", "job: /nowhere cannot be read");
    }

    private static Map<String, Object> read(String... given) {
        var nowhere = new PrintWriter(new StringWriter());
        var terminal =
                new Terminal(nowhere, nowhere, new BufferedReader(new StringReader("piped in\n")), null, Map.of());
        return Arguments.of(KNOWN, List.of(given), terminal);
    }

    private static void refuses(String given, String message) {
        assertThatThrownBy(() -> read(given))
                .isInstanceOf(RefusedException.class)
                .hasMessage(message);
    }
}
