package io.pulsefleet.wire.uptime;

/**
 * What an answer must be.
 *
 * <pre>
 * status == 200                   status in 200-299,304
 * header content-type contains "json"
 * body contains "ready"           body not contains "error"      body matches "version \d+"
 * json $.queue.length < 100       json $.items[0]['name'] == "a"
 * size < 100000                   time.first_byte < 300ms        time.total < 2s
 * certificate.days > 14           answer contains "192.0.2.7"
 * </pre>
 */
public final class Assertion {
    private Assertion() {}
}
