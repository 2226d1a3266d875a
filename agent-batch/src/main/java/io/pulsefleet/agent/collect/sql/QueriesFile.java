package io.pulsefleet.agent.collect.sql;

import io.pulsefleet.agent.collect.jdbc.Dialect;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * {@code queries.json} as it is now; while it is broken, half written say, as it was last.
 *
 * <p>It is looked at whenever it is asked for, and understood anew only when it says something else.
 */
final class QueriesFile {

    private static final long LARGEST = 4 << 20;

    private final Path path;
    private final Supplier<Map<String, Dialect>> targets;
    private byte[] seen = {};
    private Map<String, Dialect> seenFor = Map.of();
    private Optional<QueriesJson.Content> good = Optional.empty();
    private Optional<String> mistake = Optional.empty();

    /** @param targets the databases there are; they may be others at any time */
    QueriesFile(Path path, Supplier<Map<String, Dialect>> targets) {
        this.path = path;
        this.targets = targets;
    }

    /**
     * @param mistake why they are not those that the file has now; empty when they are
     * @param absent why some of them are asked of nobody; empty when all are asked
     */
    record InForce(List<Query> queries, Optional<String> mistake, Optional<String> absent) {}

    boolean exists() {
        return Files.exists(path);
    }

    /** @throws BrokenQueriesException when it cannot be understood, and never could since the agent's start */
    synchronized InForce inForce() throws BrokenQueriesException {
        try {
            var now = read();
            var nowFor = Map.copyOf(targets.get());
            if (good.isEmpty() || mistake.isPresent() || !Arrays.equals(now, seen) || !nowFor.equals(seenFor)) {
                good = Optional.of(QueriesJson.read(now, nowFor));
                seen = now;
                seenFor = nowFor;
            }
            mistake = Optional.empty();
        } catch (IOException broken) {
            mistake = Optional.of(path + ": " + why(broken));
        }
        if (good.isEmpty()) {
            throw new BrokenQueriesException(mistake.orElse(""));
        }
        var absent = good.get().absent();
        return new InForce(
                good.get().queries(),
                mistake.map(why -> why + ". The queries that it had before stay in force until it is mended"),
                absent.isEmpty() ? Optional.empty() : Optional.of(path + ": " + String.join("; ", absent)));
    }

    private byte[] read() throws IOException {
        if (Files.size(path) > LARGEST) {
            throw new BrokenQueriesException("is larger than " + LARGEST + " bytes");
        }
        var bytes = Files.readAllBytes(path);
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException notText) {
            throw new BrokenQueriesException("is not UTF-8");
        }
        return bytes;
    }

    private static String why(IOException broken) {
        return broken instanceof BrokenQueriesException
                ? broken.getMessage()
                : broken instanceof NoSuchFileException ? "there is no such file" : "cannot be read (" + broken + ")";
    }
}
