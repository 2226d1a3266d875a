package io.pulsefleet.hub.query;

import java.util.Map;
import java.util.UUID;

/**
 * What a line of an answer is about; null is what it is not about alone.
 *
 * @param number stands for the agent in the store
 * @param group in which its agent is, where that is asked for
 * @param tags of its agent, of those that are asked for
 * @param counts whether it is a counter
 */
record Line(
        UUID agent,
        String hostname,
        int number,
        String group,
        Map<String, String> tags,
        String collector,
        String target,
        Map<String, String> labels,
        boolean counts) {}
