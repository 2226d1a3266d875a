package io.pulsefleet.hub.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * How much memory a message takes while it is read and made ready to be stored, told by a look at its JSON: some bytes
 * become a hundred times as many. Rather too much than too little.
 */
final class Weight {

    /** A byte is held in the body, in texts, and in what goes to the database, whose buffers grow by doubling. */
    private static final int BYTE = 5;

    /** A value in a list: a number with its place, in rows too. */
    private static final int ELEMENT = 24;

    private static final int TEXT = 56;

    /** One of our messages, and its moments. */
    private static final int RECORD = 160;

    /** What has names of its own: labels, attributes. Each name is an entry of two maps, one of them sorted. */
    private static final int MAP = 240;

    private static final int ENTRY = 144;
    private static final int LIST = 112;

    /** At this depth, and beyond it, stand labels, attributes and bodies; before it, our messages. */
    private static final int INSIDE = 4;

    private static final byte[] DOCUMENTS = "documents".getBytes(StandardCharsets.US_ASCII);

    /** So little need not be looked at closely. */
    private static final long SMALL = 1 << 20;

    private static final int[] AT_MOST = new int[256];

    static {
        Arrays.fill(AT_MOST, BYTE);
        AT_MOST['{'] += MAP;
        AT_MOST['['] += LIST;
        AT_MOST[':'] += ENTRY;
        AT_MOST[','] += ELEMENT;
        AT_MOST['"'] += TEXT / 2;
    }

    private final byte[] json;
    private int depth;
    private boolean inDocuments;

    private Weight(byte[] json) {
        this.json = json;
    }

    static long of(byte[] json) {
        var atMost = 0L;
        for (var b : json) {
            atMost += AT_MOST[b & 0xff];
        }
        return atMost <= SMALL ? atMost : new Weight(json).weigh();
    }

    private long weigh() {
        var weight = (long) BYTE * json.length;
        for (int i = 0; i < json.length; i++) {
            switch (json[i]) {
                case '"' -> {
                    var end = endOfText(i + 1);
                    if (depth == 1) {
                        inDocuments = Arrays.equals(json, i + 1, end, DOCUMENTS, 0, DOCUMENTS.length);
                    }
                    weight += isRaw() ? 0 : TEXT;
                    i = end;
                }
                case '{' -> {
                    depth++;
                    weight += isRaw() ? 0 : depth < INSIDE ? RECORD : MAP;
                }
                case '[' -> {
                    depth++;
                    weight += isRaw() ? 0 : LIST;
                }
                case '}', ']' -> depth--;
                case ':' -> weight += isRaw() ? 0 : depth < INSIDE ? -TEXT : ENTRY; // our own names are no new texts
                case ',' -> weight += isRaw() ? 0 : ELEMENT;
                default -> {}
            }
        }
        return Math.max(weight, (long) BYTE * json.length);
    }

    /** A document's body is kept as its text. */
    private boolean isRaw() {
        return inDocuments && depth >= INSIDE;
    }

    private int endOfText(int from) {
        var end = from;
        while (end < json.length && json[end] != '"') {
            end += json[end] == '\\' ? 2 : 1;
        }
        return Math.min(end, json.length);
    }
}
