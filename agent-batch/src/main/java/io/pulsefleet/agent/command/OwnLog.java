package io.pulsefleet.agent.command;

import io.pulsefleet.wire.RawJson;
import io.pulsefleet.wire.channel.CommandInfo;
import io.pulsefleet.wire.channel.CommandInfo.Parameter;
import jakarta.enterprise.context.Dependent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code agent.logs}: the last lines of this agent's own log. */
@Dependent
final class OwnLog implements RemoteCommand {

    private static final int MOST_LINES = 2_000;

    /** What is answered. */
    record Lines(String file, List<String> lines) {}

    @Override
    public CommandInfo info() {
        return CommandInfo.looking(
                "agent.logs",
                "The last lines of the agent's own log.",
                "operator",
                Parameter.number("lines", 100, "How many lines, 2000 at most."));
    }

    @Override
    public RawJson run(Call call) throws IOException {
        var file = folder().resolve("messages.log");
        return RawJson.of(new Lines(file.toString(), LastLines.of(file, Math.min(call.number("lines"), MOST_LINES))));
    }

    /** The server runs in its own folder; {@code LOG_DIR} says where its logs are, when they are not below it. */
    private static Path folder() {
        return Optional.ofNullable(System.getenv("LOG_DIR"))
                .map(Path::of)
                .orElse(Path.of("logs"))
                .toAbsolutePath();
    }
}
