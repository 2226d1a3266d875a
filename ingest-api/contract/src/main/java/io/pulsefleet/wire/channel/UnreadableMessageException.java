package io.pulsefleet.wire.channel;

/** A message that is none of the channel's. Its sentence may be told to who sent it. */
public final class UnreadableMessageException extends Exception {

    private static final long serialVersionUID = 1L;

    UnreadableMessageException(String why) {
        super(why);
    }
}
