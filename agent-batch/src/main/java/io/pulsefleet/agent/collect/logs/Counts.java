package io.pulsefleet.agent.collect.logs;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * What was read of a source since it is read.
 *
 * @param lines entries that were told
 * @param unparsed those of them that did not fit the parser, and are told as they are
 * @param dropped lines that were left out, by the rate limit
 * @param cut those that were too long
 * @param binary those that were no text
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Counts(long lines, long unparsed, long dropped, long cut, long binary) {

    static final Counts NONE = new Counts(0, 0, 0, 0, 0);

    Counts told(boolean parsed, boolean wasCut, boolean wasBinary) {
        return new Counts(
                lines + 1, unparsed + (parsed ? 0 : 1), dropped, cut + (wasCut ? 1 : 0), binary + (wasBinary ? 1 : 0));
    }

    Counts leftOut() {
        return new Counts(lines, unparsed, dropped + 1, cut, binary);
    }
}
