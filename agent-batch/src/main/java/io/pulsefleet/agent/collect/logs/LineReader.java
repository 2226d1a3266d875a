package io.pulsefleet.agent.collect.logs;

/** Makes something of an entry's text. */
interface LineReader {

    /** @return false where it is not written this way; what was put in is to be cleared then */
    boolean read(String text, Line into);
}
