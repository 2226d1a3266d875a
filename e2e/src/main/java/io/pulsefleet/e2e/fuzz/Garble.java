package io.pulsefleet.e2e.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Breaks what is whole. The same seed breaks it in the same ways. */
public final class Garble {

    /** What has been the undoing of programs before. */
    private static final List<String> WORDS = List.of(
            "",
            " ",
            "0",
            "-1",
            "1e309",
            "NaN",
            "9223372036854775808",
            "-9223372036854775809",
            "2147483648",
            "1.0000000000000000000000001",
            "null",
            "true",
            "[]",
            "{}",
            "'",
            "\"",
            "\\",
            "';SELECT pg_sleep(9);--",
            "$1",
            "%",
            "%s%n%d",
            "${pulse.data}",
            "../../../../etc/passwd",
            "..",
            "/",
            "\u0000",
            "\u0001\u007f",
            "\ud83d\ude00",
            "\ud800",
            "\uffff",
            "\u202e",
            "a\r\nSet-Cookie: a=b",
            "<script>alert(1)</script>",
            "2026-02-30T25:61:61Z",
            "+999999999-12-31T23:59:59Z",
            "-999999999-01-01T00:00:00Z",
            "P1Y",
            "99999999999d",
            "-5s",
            "1h",
            "00000000-0000-0000-0000-000000000000",
            "6f1c2a52-3a9e-4c0b-9d0e-0d9c2c1b7a11",
            "6F1C2A52-3A9E-4C0B-9D0E-0D9C2C1B7A1",
            "(a+)+$",
            "*",
            "Europe/Berlin",
            "admin",
            "agent");

    private final SplittableRandom random;

    public Garble(long seed) {
        this.random = new SplittableRandom(seed);
    }

    boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    <T> T oneOf(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /** A word that is wrong nearly anywhere. */
    public String word() {
        return switch (random.nextInt(12)) {
            case 0 -> Long.toString(random.nextLong());
            case 1 -> Double.toString(Double.longBitsToDouble(random.nextLong()));
            case 2 -> oneOf(WORDS).repeat(1 + random.nextInt(40));
            case 3 -> "x".repeat(random.nextInt(9_000));
            case 4 -> noise(random.nextInt(40));
            default -> oneOf(WORDS);
        };
    }

    private String noise(int length) {
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) random.nextInt(oneIn(3) ? 0xffff : 0x100));
        }
        return text.toString();
    }

    /** For a place in an address: sometimes encoded as it must be, sometimes as it must not. */
    String inAddress(String word) {
        var bytes = word.getBytes(StandardCharsets.UTF_8);
        var address = new StringBuilder();
        var sloppy = oneIn(8);
        for (var one : bytes) {
            var character = (char) (one & 0xff);
            var plain = (Character.isLetterOrDigit(character) && character < 128) || "-._~".indexOf(character) >= 0;
            if (plain || (sloppy && character > ' ' && character < 127)) {
                address.append(character);
            } else {
                address.append("%%%02X".formatted((int) character));
            }
        }
        if (oneIn(60)) {
            address.append(oneOf(List.of("%", "%zz", "%00", "%c0%af", ";a=b", "%2e%2e%2f", "%25")));
        }
        return address.toString();
    }

    /** The document with one to three places that are wrong. */
    JsonNode broken(JsonNode whole) {
        var copy = whole.deepCopy();
        for (int i = 0; i <= random.nextInt(3); i++) {
            copy = brokenOnce(copy);
        }
        return copy;
    }

    private JsonNode brokenOnce(JsonNode node) {
        if (node.isEmpty() || oneIn(6)) {
            return wrongValue(node);
        }
        if (node instanceof ObjectNode object) {
            var name = nth(object.fieldNames(), object.size());
            switch (random.nextInt(8)) {
                case 0 -> object.remove(name);
                case 1 -> object.set(word(), object.get(name));
                case 2 -> object.putNull(name);
                default -> object.set(name, brokenOnce(object.get(name)));
            }
            return object;
        }
        var array = (ArrayNode) node;
        var index = random.nextInt(array.size());
        switch (random.nextInt(6)) {
            case 0 -> array.removeAll();
            case 1 -> array.addNull();
            case 2 -> {
                var one = array.get(index);
                for (int i = 0; i < random.nextInt(2_000); i++) {
                    array.add(one);
                }
            }
            default -> array.set(index, brokenOnce(array.get(index)));
        }
        return array;
    }

    private JsonNode wrongValue(JsonNode was) {
        var make = JsonNodeFactory.instance;
        return switch (random.nextInt(9)) {
            case 0 -> make.nullNode();
            case 1 -> make.numberNode(random.nextLong());
            case 2 -> make.numberNode(Double.longBitsToDouble(random.nextLong() & 0x7fdf_ffff_ffff_ffffL));
            case 3 -> make.booleanNode(oneIn(2));
            case 4 -> make.arrayNode().add(was);
            case 5 -> make.objectNode().set(word(), was);
            case 6 -> deep();
            default -> make.textNode(word());
        };
    }

    private JsonNode deep() {
        JsonNode node = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < random.nextInt(1_500); i++) {
            node = JsonNodeFactory.instance.arrayNode().add(node);
        }
        return node;
    }

    /** The bytes with some of them flipped, cut off, doubled, or put in front. */
    byte[] broken(byte[] whole) {
        if (whole.length == 0) {
            return noise(random.nextInt(200)).getBytes(StandardCharsets.UTF_8);
        }
        var bytes = whole.clone();
        switch (random.nextInt(5)) {
            case 0 -> {
                return Arrays.copyOf(bytes, random.nextInt(bytes.length));
            }
            case 1 -> {
                var twice = Arrays.copyOf(bytes, bytes.length * 2);
                System.arraycopy(bytes, 0, twice, bytes.length, bytes.length);
                return twice;
            }
            default -> {
                for (int i = 0; i <= random.nextInt(6); i++) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
                return bytes;
            }
        }
    }

    private <T> T nth(Iterator<T> all, int size) {
        for (int skip = random.nextInt(size); skip > 0; skip--) {
            all.next();
        }
        return all.next();
    }

    /** Headers that say something that is not so. */
    Map<String, String> headers() {
        return switch (random.nextInt(14)) {
            case 0 -> Map.of("Content-Type", headerWord());
            case 1 -> Map.of("Content-Encoding", oneOf(List.of("gzip", "zstd", "br", "gzip, gzip", headerWord())));
            case 2 -> Map.of("Accept", headerWord());
            case 3 -> Map.of("Accept", "text/html", "Accept-Encoding", headerWord());
            case 4 -> Map.of("If-Match", headerWord(), "If-None-Match", headerWord());
            case 5 -> Map.of("Cookie", "pulse_session_9080=" + headerWord() + "; " + headerWord());
            case 6 -> Map.of("X-Forwarded-For", "127.0.0.1", "X-Forwarded-Proto", "https", "$WSCC", "x");
            case 7 -> Map.of("X-HTTP-Method-Override", "DELETE", "X-API-Key", headerWord());
            case 8 -> Map.of("Origin", "http://evil.example", "Sec-Fetch-Site", "cross-site");
            case 9 -> Map.of("Range", "bytes=" + headerWord(), "Last-Event-ID", headerWord());
            default -> Map.of();
        };
    }

    String headerWord() {
        return word().replaceAll("[^\\x20-\\x7e\\x80-\\xff]", "?");
    }
}
