package io.pulsefleet.pages;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The console's files under a name that says which they are.
 *
 * @param version 16 hexadecimal digits that are others as soon as any file is
 * @param frame index.html, whose files lie under {@code v/<version>/}, and which names all that its modules import
 * @param types the media type of each file, by its path as {@code /views/jobs.js}
 */
record Shelf(String version, String frame, Map<String, String> types) {

    static final String FRAME = "/index.html";

    private static final String PREFIX = "/v/";
    private static final int VERSION_BYTES = 8;
    private static final Pattern MODULE = Pattern.compile("<script src=\"([^\"]+)\" type=\"module\">");
    private static final Pattern IMPORT = Pattern.compile("\\bfrom '(\\.[^']+\\.js)'");
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
            digest.update(bytes(path, reader));
        }
        var version = HexFormat.of().formatHex(digest.digest(), 0, VERSION_BYTES);
        var first = new LinkedHashSet<String>();
        var frame = text(FRAME, reader);
        for (var module = MODULE.matcher(frame); module.find(); ) {
            var path = "/" + module.group(1);
            collect(path, types, reader, first);
            first.remove(path); // two may import each other
        }
        return new Shelf(
                version,
                LOADED.matcher(frame.replace("</head>", links(first) + "</head>"))
                        .replaceAll("$1=\"v/" + version + "/$2\""),
                new TreeMap<>(types));
    }

    /** What a module imports whenever it is loaded, and what that imports, and so on. */
    private static void collect(String module, Map<String, String> types, Reader reader, Set<String> into)
            throws IOException {
        for (var imported = IMPORT.matcher(text(module, reader)); imported.find(); ) {
            var path = URI.create(module).resolve(imported.group(1)).getPath();
            if (types.containsKey(path) && into.add(path)) {
                collect(path, types, reader, into);
            }
        }
    }

    /** So that the browser asks for all of them at once, and not for one after it has read the other. */
    private static String links(Set<String> modules) {
        return modules.stream()
                .map(path -> "  <link rel=\"modulepreload\" href=\"" + path.substring(1) + "\">\n")
                .collect(Collectors.joining());
    }

    private static String text(String path, Reader reader) throws IOException {
        return new String(bytes(path, reader), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String path, Reader reader) throws IOException {
        try (var file = reader.open(path)) {
            return file.readAllBytes();
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
