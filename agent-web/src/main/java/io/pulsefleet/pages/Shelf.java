package io.pulsefleet.pages;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The console's files under a name that says which they are.
 *
 * @param version 16 hexadecimal digits that are others as soon as any file is
 * @param frame index.html, whose files lie under {@code v/<version>/}
 * @param types the media type of each file, by its path as {@code /views/jobs.js}
 */
record Shelf(String version, String frame, Map<String, String> types) {

    static final String FRAME = "/index.html";

    private static final String PREFIX = "/v/";
    private static final int VERSION_BYTES = 8;
    private static final Pattern LOADED = Pattern.compile("\\b(src|href)=\"(?!#)([^\"]+)\"");

    /** Reads one file. */
    @FunctionalInterface
    interface Reader {
        InputStream open(String path) throws IOException;
    }

    static Shelf of(SortedMap<String, String> types, Reader reader) throws IOException {
        var digest = sha256();
        for (var path : types.keySet()) {
            digest.update(path.getBytes(StandardCharsets.UTF_8));
            try (var file = reader.open(path)) {
                digest.update(file.readAllBytes());
            }
        }
        var version = HexFormat.of().formatHex(digest.digest(), 0, VERSION_BYTES);
        try (var file = reader.open(FRAME)) {
            var frame = LOADED.matcher(new String(file.readAllBytes(), StandardCharsets.UTF_8))
                    .replaceAll("$1=\"v/" + version + "/$2\"");
            return new Shelf(version, frame, new TreeMap<>(types));
        }
    }

    /** {@code /v/<version>/views/jobs.js} -> {@code /views/jobs.js}; null: nothing of this version, or no file of it. */
    String fileOf(String asked) {
        var own = PREFIX + version;
        if (!asked.startsWith(own + "/")) {
            return null;
        }
        var path = asked.substring(own.length());
        return types.containsKey(path) ? path : null;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException("every Java has SHA-256", never);
        }
    }
}
