package io.pulsefleet.agent.spool;

import io.pulsefleet.wire.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Messages as gzipped JSON. */
public final class Gzip {

    private Gzip() {}

    static byte[] pack(Object message) {
        var bytes = new ByteArrayOutputStream(4096);
        try (var gzip = new GZIPOutputStream(bytes)) {
            Json.write(message, gzip);
        } catch (IOException memoryNeverRefuses) {
            throw new UncheckedIOException(memoryNeverRefuses);
        }
        return bytes.toByteArray();
    }

    public static <T> T unpack(byte[] content, Class<T> type) throws IOException {
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(content))) {
            return Json.read(gzip, type);
        }
    }
}
