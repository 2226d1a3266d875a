package io.pulsefleet.wire.batch;

import io.pulsefleet.wire.Required;

/**
 * Why a step failed.
 *
 * @param type the exception's class, {@code java.lang.IllegalStateException}
 * @param message what it said; empty where it said nothing
 * @param stack its stack as text, shortened to {@link #LONGEST_STACK} characters; empty where it is not told
 */
public record Trouble(String type, String message, String stack) {

    public static final int LONGEST_MESSAGE = 4_000;
    public static final int LONGEST_STACK = 40_000;

    public Trouble {
        Required.text("type", type, 500);
        message = Text.shortened(message, LONGEST_MESSAGE);
        stack = Text.shortened(stack, LONGEST_STACK);
    }
}
