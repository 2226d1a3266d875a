package io.pulsefleet.agent.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Properties;
import java.util.random.RandomGenerator;

/**
 * One start of this agent.
 *
 * @param id new at every start, and sorted as the starts are: {@code mhq3k2x1-7f3a}
 * @param version of the agent
 */
public record Boot(String id, Instant startedAt, String version) {

    static Boot now() {
        var now = Instant.now();
        return new Boot(id(now, new SecureRandom()), now, versionOfThisBuild());
    }

    /** The moment in base 36, and four characters that tell apart two starts in the same millisecond. */
    static String id(Instant at, RandomGenerator random) {
        var id = new StringBuilder(Long.toString(at.toEpochMilli(), Character.MAX_RADIX)).append('-');
        for (int i = 0; i < 4; i++) {
            id.append(Character.forDigit(random.nextInt(Character.MAX_RADIX), Character.MAX_RADIX));
        }
        return id.toString();
    }

    private static String versionOfThisBuild() {
        var properties = new Properties();
        try (var file = Boot.class.getResourceAsStream("agent.properties")) {
            properties.load(file);
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
        return properties.getProperty("version");
    }
}
