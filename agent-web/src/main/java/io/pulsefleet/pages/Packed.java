package io.pulsefleet.pages;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Files as gzip: packed when they are first asked for, as tightly as it goes, and kept. */
final class Packed {

    private static final Pattern GZIP =
            Pattern.compile("\\s*gzip\\s*(;(?!\\s*q=0(\\.0*)?\\s*$).*)?", Pattern.CASE_INSENSITIVE);

    private final Shelf.Reader reader;
    private final Map<String, byte[]> packed = new ConcurrentHashMap<>();

    Packed(Shelf.Reader reader) {
        this.reader = reader;
    }

    private static final class Tightly extends GZIPOutputStream {
        Tightly(ByteArrayOutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }

    byte[] of(String path) throws IOException {
        var known = packed.get(path);
        if (known != null) {
            return known;
        }
        var out = new ByteArrayOutputStream();
        try (var file = reader.open(path);
                var gzip = new Tightly(out)) {
            file.transferTo(gzip);
        }
        packed.put(path, out.toByteArray());
        return out.toByteArray();
    }

    /** What is packed already, as pictures are, is no text. */
    static boolean isWorthIt(String type) {
        return type.startsWith("text/")
                || type.endsWith("javascript")
                || type.endsWith("+xml")
                || type.endsWith("json");
    }

    /** By RFC 9110, 12.5.3, as browsers say it: gzip is named, and not refused. */
    static boolean isTaken(String acceptEncoding) {
        if (acceptEncoding == null) {
            return false;
        }
        return Stream.of(acceptEncoding.split(",", -1)).map(GZIP::matcher).anyMatch(Matcher::matches);
    }
}
