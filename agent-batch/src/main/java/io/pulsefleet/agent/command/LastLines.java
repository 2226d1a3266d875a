package io.pulsefleet.agent.command;

import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The last lines of a file, of which no more is read than may be answered. */
final class LastLines {

    private static final int MOST_BYTES = 512 << 10;

    private LastLines() {}

    static List<String> of(Path file, int most) throws IOException {
        try (var channel = FileChannel.open(file, READ)) {
            var from = Math.max(0, channel.size() - MOST_BYTES);
            var bytes = ByteBuffer.allocate((int) (channel.size() - from));
            int read;
            do {
                read = channel.read(bytes, from + bytes.position());
            } while (read > 0 && bytes.hasRemaining());
            var lines = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            var whole = from == 0 || lines.isEmpty() ? lines : lines.subList(1, lines.size()); // the first began before
            return whole.subList(Math.max(0, whole.size() - most), whole.size());
        }
    }
}
