package io.pulsefleet.agent.collect.tail;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Marks without their names, one behind the other, in 33 bytes each: a folder may have thousands of files. */
final class IdleMarks {

    private static final int SIZE = 3 * Long.BYTES + 2 * Integer.BYTES + 1;

    private IdleMarks() {}

    static String text(List<Mark> marks) {
        var bytes = ByteBuffer.allocate(marks.size() * SIZE);
        for (var mark : marks) {
            bytes.putLong(mark.inode())
                    .putLong(mark.offset())
                    .putInt((int) mark.head())
                    .putInt((int) mark.near())
                    .putLong(mark.modified())
                    .put((byte) mark.state().letter);
        }
        return Base64.getEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** @throws IllegalArgumentException when these are no marks */
    static List<Mark> read(String text) {
        var bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text));
        var marks = new ArrayList<Mark>(bytes.remaining() / SIZE);
        try {
            while (bytes.hasRemaining()) {
                marks.add(new Mark(
                        bytes.getLong(),
                        "",
                        bytes.getLong(),
                        Integer.toUnsignedLong(bytes.getInt()),
                        Integer.toUnsignedLong(bytes.getInt()),
                        bytes.getLong(),
                        Mark.State.of((char) bytes.get())));
            }
            return marks;
        } catch (BufferUnderflowException torn) {
            throw new IllegalArgumentException("idle: the marks are not whole", torn);
        }
    }
}
