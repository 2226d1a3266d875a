package io.pulsefleet.hub.access;

/** How an API key looks: {@code pulse_} and 256 random bits, so that people and programs that look for secrets know it. */
final class ApiKeyText {

    private static final String PREFIX = "pulse_";

    private ApiKeyText() {}

    static String make() {
        return PREFIX + Secrets.make();
    }

    static boolean isOne(String text) {
        return text.startsWith(PREFIX);
    }
}
