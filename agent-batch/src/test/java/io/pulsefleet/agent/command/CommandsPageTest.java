package io.pulsefleet.agent.command;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.pulsefleet.wire.channel.CommandInfo;
import io.pulsefleet.wire.channel.CommandInfo.Parameter;
import java.lang.reflect.Constructor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The reference page says what the commands say of themselves. {@code -Dreference.write=true} writes it anew (PU-05). */
class CommandsPageTest {

    private static final Path PAGE = Path.of("../docs/reference/commands.md");

    @Test
    void thePageIsCurrent() throws Exception {
        var page = page(infos());
        if (Boolean.getBoolean("reference.write")) {
            Files.writeString(PAGE, page);
        }

        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    @Test
    void whatChangesAHostIsSentOnceAndMayNotBeAskedByAViewer() throws Exception {
        assertThat(infos())
                .filteredOn(CommandInfo::changes)
                .isNotEmpty()
                .noneMatch(CommandInfo::idempotent)
                .noneMatch(info -> info.role().equals("viewer"));
    }

    private static List<CommandInfo> infos() throws Exception {
        var infos = new ArrayList<CommandInfo>();
        for (var type : new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests())
                .importPackages("io.pulsefleet.agent.command")) {
            if (type.isAssignableTo(RemoteCommand.class) && !type.isInterface()) {
                Constructor<?> plain = type.reflect().getDeclaredConstructor();
                infos.add(((RemoteCommand) plain.newInstance()).info());
            }
        }
        infos.sort((one, other) -> one.name().compareTo(other.name()));
        return infos;
    }

    private static String page(List<CommandInfo> infos) {
        return """
                # Commands

                What an agent does when it is asked, by `POST /api/v1/agents/{id}/commands` or in the console. This page is made from the commands themselves.

                """ + infos.stream().map(CommandsPageTest::section).collect(joining("\n"));
    }

    private static String section(CommandInfo info) {
        var head = """
                ## %s

                %s

                Role %s, %s, %s; %d s unless another time is given.
                """.formatted(
                        info.name(),
                        info.about(),
                        info.role(),
                        info.changes() ? "**changes the host**" : "changes nothing",
                        info.idempotent() ? "sent again after a lost connection" : "sent once",
                        info.timeout().toSeconds());
        return info.parameters().isEmpty()
                ? head
                : head + "\n| parameter | | default | meaning |\n|---|---|---|---|\n"
                        + info.parameters().stream().map(CommandsPageTest::row).collect(joining());
    }

    private static String row(Parameter one) {
        return "| `%s` | %s%s%s | %s | %s |\n"
                .formatted(
                        one.name(),
                        one.type().name().toLowerCase(Locale.ROOT),
                        one.required() ? ", required" : "",
                        one.secret() ? ", shown to nobody" : "",
                        one.byDefault() == null ? "" : "`" + one.byDefault().text() + "`",
                        one.about() + (one.pattern().isEmpty() ? "" : " Pattern `" + one.pattern() + "`."));
    }
}
