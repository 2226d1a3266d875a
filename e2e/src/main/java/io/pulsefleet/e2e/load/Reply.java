package io.pulsefleet.e2e.load;

import java.nio.charset.StandardCharsets;

/**
 * What a server answered.
 *
 * @param retryAfterSeconds -1: it did not say
 * @param closes the server takes no further request on this connection
 * @param body as far as it is kept: see {@link ReplyParser}
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares replies
public record Reply(int status, int retryAfterSeconds, boolean closes, byte[] body) {

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
