package io.pulsefleet.agent.collect.pglog;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The reference page says what the table says. {@code mvn test -Dreference.write=true} writes it anew. */
class EventsPageTest {

    private static final Path PAGE = Path.of("../docs/reference/events-postgresql.md");

    @Test
    void thePageIsCurrent() throws Exception {
        var page = Events.TABLE.stream()
                .map(EventsPageTest::row)
                .collect(joining(
                        "\n",
                        "# Events of PostgreSQL's log\n\nWhat the job `pg-log` makes of an entry. An entry is known by its SQLSTATE"
                                + " where the log has it, and by its message otherwise; `*` is any text. Made from the code.\n\n"
                                + "| event | severity | SQLSTATE | message | meaning |\n|---|---|---|---|---|\n",
                        "\n"));
        if (Boolean.getBoolean("reference.write")) {
            Files.writeString(PAGE, page);
        }

        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    private static String row(Event event) {
        return "| `%s` | %s | %s | %s | %s |"
                .formatted(
                        event.name(),
                        event.severity().name().toLowerCase(Locale.ROOT),
                        String.join(", ", event.states()),
                        event.messages().stream()
                                .map(message -> "`" + message.strip() + "`")
                                .collect(joining("<br>")),
                        event.about());
    }
}
