package io.pulsefleet.hub.windows;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A window of one target, as its payload tells it (PA-07).
 *
 * @param client and {@code site}: whose it is, as it says
 * @param series begins anew where a sender's state starts clean; left out where it does not say
 * @param status as it says: {@code success}, {@code failure}
 * @param receivedAt when the payload came
 * @param follows how it stands to the last success before it
 * @param apartSeconds how long the gap or the overlap is; 0 where there is none
 * @param values the answers, by query
 * @param parts what it tells beside answers: {@code system_metrics}
 * @param errors of queries whose answer is their default
 * @param error why the window failed; left out where it did not
 */
public record WindowRow(
        UUID agent,
        String hostname,
        String target,
        UUID uuid,
        String client,
        String site,
        String series,
        long batchIndex,
        String status,
        Instant start,
        Instant end,
        Instant receivedAt,
        Follows follows,
        double apartSeconds,
        Map<String, JsonNode> values,
        List<String> parts,
        Map<String, String> errors,
        String error) {

    boolean isSuccess() {
        return error == null;
    }

    WindowRow following(Follows how, double apart) {
        return new WindowRow(
                agent,
                hostname,
                target,
                uuid,
                client,
                site,
                series,
                batchIndex,
                status,
                start,
                end,
                receivedAt,
                how,
                apart,
                values,
                parts,
                errors,
                error);
    }
}
