package io.pulsefleet.agent.collect.tail;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * What a file held before gzip packed it. It is read forwards; whoever goes back begins anew. One that is torn ends where
 * it cannot be read on.
 */
final class PackedBytes implements Bytes {

    private static final int BUFFER = 1 << 16;

    /** From the first byte on. */
    interface Opening {
        InputStream open() throws IOException;
    }

    private final Path path;
    private final Opening opening;
    private final byte[] passed = new byte[BUFFER];
    private InputStream in;
    private long position;
    private long size = Long.MAX_VALUE;
    private Optional<String> torn = Optional.empty();

    PackedBytes(Path path, Opening opening) throws IOException {
        this.path = path;
        this.opening = opening;
        in = open();
    }

    private InputStream open() throws IOException {
        var raw = opening.open();
        try {
            return new GZIPInputStream(raw, BUFFER);
        } catch (IOException | RuntimeException noGzip) {
            raw.close();
            throw noGzip;
        }
    }

    @Override
    public long size() {
        return size;
    }

    /** Why it ends before its end. */
    Optional<String> torn() {
        return torn;
    }

    @Override
    public int read(ByteBuffer into, long at) throws IOException {
        if (at < position) {
            in.close();
            in = open();
            position = 0;
        }
        while (position < at) {
            if (read(passed, 0, (int) Math.min(BUFFER, at - position)) < 0) {
                return -1;
            }
        }
        int had = into.position();
        while (into.hasRemaining()) {
            int count = read(into.array(), into.arrayOffset() + into.position(), into.remaining());
            if (count < 0) {
                break;
            }
            into.position(into.position() + count);
        }
        return into.position() > had ? into.position() - had : -1;
    }

    private int read(byte[] bytes, int from, int length) throws IOException {
        if (position >= size) {
            return -1;
        }
        try {
            int count = in.read(bytes, from, length);
            if (count < 0) {
                size = position;
            } else {
                position += count;
            }
            return count;
        } catch (EOFException | ZipException broken) {
            torn = Optional.of(path + " is torn: " + broken.getMessage());
            size = position;
            return -1;
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
