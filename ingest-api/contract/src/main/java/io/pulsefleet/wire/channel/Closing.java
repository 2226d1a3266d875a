package io.pulsefleet.wire.channel;

/** Why a channel is closed: the code of the WebSocket's close frame. The reason beside it is a sentence. */
public enum Closing {
    GOING_AWAY(1001),
    /** A binary message. */
    NO_TEXT(1003),
    TOO_BIG(1009),
    /** No JSON, no event that is known, or none that is due. */
    UNREADABLE(4400),
    /** The proof is not right. */
    NOT_PROVEN(4401),
    /** No proof came in time, or nothing at all. */
    TOO_LATE(4408),
    /** The same agent has opened another. */
    REPLACED(4409),
    TOO_MANY(4429),
    /** The hub cannot look now: try again. */
    NOT_NOW(4503);

    /** Bytes that a close frame has room for beside the code. */
    private static final int LONGEST_REASON = 123;

    private final int code;

    Closing(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** As it fits into the frame: ASCII, and cut. */
    public static String reason(String sentence) {
        var plain = sentence.replaceAll("[^\\x20-\\x7e]", "?");
        return plain.substring(0, Math.min(plain.length(), LONGEST_REASON));
    }
}
