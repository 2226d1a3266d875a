package io.pulsefleet.supervisor;

/** What others said, in our sentences. */
final class Words {

    private static final int MOST = 200;

    private Words() {}

    static String shown(String text) {
        return text.length() <= MOST ? text : text.substring(0, MOST) + "...";
    }
}
