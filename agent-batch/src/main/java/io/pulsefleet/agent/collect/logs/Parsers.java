package io.pulsefleet.agent.collect.logs;

import io.pulsefleet.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Parsers by their names: the user's own, and those that come along. */
final class Parsers {

    private static final long LONGEST = 64 * 1024;

    private final Optional<Path> own;

    Parsers(Settings settings) {
        own = settings.find(LogsConfig.PARSERS);
    }

    /** @throws IllegalArgumentException when there is none, or it cannot be understood */
    Parser named(String name, Times times, PatternReader.Counts counts) {
        if (own.isPresent() && name.matches("[\\w-]{1,60}")) {
            var file = own.get().resolve(name + ".parser");
            try {
                if (Files.size(file) > LONGEST) {
                    throw new IllegalArgumentException(file + " is longer than " + LONGEST + " bytes");
                }
                return Parser.of(name, Files.readString(file), times, counts);
            } catch (NoSuchFileException none) {
                return Parser.shipped(name, times, counts);
            } catch (IOException unreadable) {
                throw new IllegalArgumentException(file + " cannot be read: " + unreadable, unreadable);
            }
        }
        return Parser.shipped(name, times, counts);
    }
}
