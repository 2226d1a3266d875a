package io.pulsefleet.agent.collect.plugins;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pulsefleet.agent.collect.Pass;
import io.pulsefleet.agent.collect.UnreachableException;
import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.agent.collect.exposition.Exposition;
import io.pulsefleet.agent.collect.exposition.Limits;
import io.pulsefleet.wire.Reading;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A file that somebody writes again and again: {@code backup.prom}.
 *
 * <p>It is told as it is at each visit, and how old it is: whoever does not write it any more is found by that. It is to be
 * written beside its place and renamed; one that is caught half written is told of by name, and nothing of it is taken.
 */
record TextFile(Path path, long largest, Limits limits) implements PlugIn {

    @Override
    public String name() {
        return String.valueOf(path.getFileName());
    }

    @Override
    public Kind kind() {
        return Kind.FILE;
    }

    @Override
    public Duration timeout() {
        return Duration.ofSeconds(10);
    }

    @Override
    public Pass begin(Visit visit) throws IOException {
        try {
            var before = Files.readAttributes(path, BasicFileAttributes.class);
            var own = new ArrayList<Reading>();
            var age = Duration.between(before.lastModifiedTime().toInstant(), visit.at());
            own.add(Told.FILE_AGE.read(visit.at(), Math.max(0, age.toMillis()) / 1e3));
            try {
                var told = Exposition.read(read(before), visit.at(), limits);
                own.add(Told.LEFT_OUT.read(visit.at(), told.leftOut()));
                own.addAll(told.readings());
                return PlugInPass.of(own, told.why().map(List::of).orElse(List.of()));
            } catch (NoSuchFileException | AccessDeniedException refused) {
                throw refused;
            } catch (IOException broken) {
                return PlugInPass.failed(own, broken);
            }
        } catch (NoSuchFileException gone) {
            throw new UnreachableException(path + " is not there any more", gone);
        } catch (AccessDeniedException refused) {
            throw new UnreachableException(
                    path + " may not be read by " + System.getProperty("user.name") + "; chmod o+r it", refused);
        }
    }

    private String read(BasicFileAttributes before) throws IOException {
        if (!before.isRegularFile()) {
            throw new IOException("it is no file");
        }
        if (before.size() > largest) {
            throw new IOException("it is larger than " + largest + " bytes");
        }
        byte[] bytes;
        try (var file = Files.newInputStream(path)) {
            bytes = file.readNBytes((int) largest + 1);
        }
        var after = Files.readAttributes(path, BasicFileAttributes.class);
        if (bytes.length != before.size()
                || !after.lastModifiedTime().equals(before.lastModifiedTime())
                || after.size() != before.size()) {
            throw new IOException("it was written to while it was read; write it beside its place, and rename it");
        }
        var text = decoded(bytes);
        if (!text.isEmpty() && !text.endsWith("\n")) {
            throw new IOException(
                    "its last line does not end: it is half written; write it beside its place, and rename it");
        }
        return text;
    }

    private static String decoded(byte[] bytes) throws IOException {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException other) {
            throw new IOException("it is not written in UTF-8", other);
        }
    }
}
