package io.pulsefleet.agent.command;

import io.pulsefleet.agent.home.Durable;
import io.pulsefleet.agent.trouble.Troubles;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.UnreadableException;
import io.pulsefleet.wire.channel.ChannelMessage.Response;
import io.pulsefleet.wire.channel.End;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * What was begun, and what came of it, until the hub has it.
 *
 * <p>(1) A command that changes something is noted on disk before it begins. (2) Its outcome is on disk before it is sent, and
 * goes when the hub has it. (3) What was begun and has no outcome when the agent starts was interrupted, and that is its
 * outcome (PU-14); but one that outlives the agent is open still. (4) Of one that may be done again nothing is on disk: the hub sends it again.
 */
final class Journal {

    static final int MOST = 200;

    private final Path folder;
    private final Troubles troubles;
    private final Predicate<String> outlives;
    private final Map<UUID, Optional<Response>> entries = new LinkedHashMap<>();

    /** Begun by an agent before this one, by their names. */
    private final Map<UUID, String> open = new LinkedHashMap<>();

    /** As it lies on disk. */
    record Entry(UUID id, String command, Response outcome) {}

    private Journal(Path folder, Troubles troubles, Predicate<String> outlives) {
        this.folder = folder;
        this.troubles = troubles;
        this.outlives = outlives;
    }

    /** @param outlives whether a command of that name goes on in the next life of the agent */
    static Journal open(Path folder, Troubles troubles, Predicate<String> outlives) {
        var journal = new Journal(folder, troubles, outlives);
        journal.read();
        return journal;
    }

    private void read() {
        if (Files.notExists(folder)) {
            return;
        }
        try (var files = Files.list(folder)) {
            for (var file : files.filter(one -> one.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                read(file);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void read(Path file) throws IOException {
        try {
            var entry = Json.read(Files.readAllBytes(file), Entry.class);
            if (entry.outcome() == null && outlives.test(entry.command())) {
                entries.put(entry.id(), Optional.empty());
                open.put(entry.id(), entry.command());
                return;
            }
            var outcome = entry.outcome() != null
                    ? entry.outcome()
                    : Response.of(
                            entry.id(),
                            End.LOST,
                            entry.command() + " was interrupted: the agent ended while it ran. Look how far it came.");
            entries.put(entry.id(), Optional.of(outcome));
        } catch (UnreadableException broken) {
            troubles.tell(
                    "commands",
                    "commands: " + file + " cannot be read (" + broken.getMessage() + "); look at it and remove it");
        }
    }

    Map<UUID, String> open() {
        return Map.copyOf(open);
    }

    synchronized void begin(UUID id, String command, boolean onDisk) throws IOException {
        if (onDisk) {
            write(new Entry(id, command, null));
        }
        entries.put(id, Optional.empty());
    }

    synchronized void end(Response outcome, String command, boolean onDisk) {
        try {
            if (onDisk) {
                write(new Entry(outcome.id(), command, outcome));
            }
            troubles.over("commands", "commands: outcomes can be kept again");
        } catch (IOException notWritable) {
            troubles.tell(
                    "commands",
                    "commands: an outcome cannot be kept in " + folder + " (" + notWritable.getMessage()
                            + "); if the agent ends before the hub has it, it is told as interrupted");
        }
        entries.put(outcome.id(), Optional.of(outcome));
        forgetTheOldest();
    }

    private void forgetTheOldest() {
        while (entries.size() > MOST) {
            var oldest = entries.entrySet().stream()
                    .filter(entry -> entry.getValue().isPresent())
                    .map(Map.Entry::getKey)
                    .findFirst();
            if (oldest.isEmpty()) {
                return;
            }
            troubles.tell(
                    "commands", "commands: more than " + MOST + " outcomes wait for the hub; the oldest are given up");
            forget(oldest.get());
        }
    }

    /** The hub has it. */
    synchronized void forget(UUID id) {
        entries.remove(id);
        try {
            Files.deleteIfExists(file(id));
        } catch (IOException stays) { // it is sent once more after the next start, and acknowledged again
            troubles.tell("commands", "commands: " + file(id) + " cannot be removed (" + stays.getMessage() + ")");
        }
    }

    /** All that the hub has not acknowledged. */
    synchronized List<UUID> ids() {
        return List.copyOf(entries.keySet());
    }

    synchronized List<Response> outcomes() {
        return entries.values().stream().flatMap(Optional::stream).toList();
    }

    synchronized Optional<Response> outcome(UUID id) {
        return entries.getOrDefault(id, Optional.empty());
    }

    private void write(Entry entry) throws IOException {
        Files.createDirectories(folder);
        Durable.writeSecret(file(entry.id()), Json.bytes(entry));
    }

    private Path file(UUID id) {
        return folder.resolve(id + ".json");
    }
}
