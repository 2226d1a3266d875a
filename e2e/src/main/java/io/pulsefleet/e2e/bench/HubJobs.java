package io.pulsefleet.e2e.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefleet.e2e.Await;
import io.pulsefleet.e2e.HubClient;
import io.pulsefleet.e2e.Stack;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** The hub's own jobs, started and waited for as an operator does it. */
record HubJobs(HubClient hub) {

    private static final Duration LONGEST = Duration.ofMinutes(5);

    static HubJobs of(Stack stack) throws IOException {
        return new HubJobs(new HubClient(stack.hubAddress(), stack.adminPassword()));
    }

    /** How long it took. */
    Duration run(String job) throws IOException {
        var began = Instant.now();
        Await.until(
                "job " + job + " does not start",
                LONGEST,
                () -> hub.post("/api/v1/hub/jobs/" + job).statusCode() == 202);
        Await.until(
                "job " + job + " does not end", LONGEST, () -> ended(job, began).isPresent());
        var run = ended(job, began).orElseThrow();
        if (!run.get("state").asText().equals("COMPLETED")) {
            throw new IOException("job " + job + " ended as " + run);
        }
        return Duration.between(moment(run, "startedAt"), moment(run, "endedAt"));
    }

    private Optional<JsonNode> ended(String job, Instant began) throws IOException {
        return StreamSupport.stream(hub.get("/api/v1/hub/runs").get("runs").spliterator(), false)
                .filter(run -> run.get("job").asText().equals(job))
                .filter(run -> moment(run, "startedAt").isAfter(began.minusSeconds(1)))
                .filter(run -> run.hasNonNull("endedAt"))
                .findFirst();
    }

    private static Instant moment(JsonNode run, String field) {
        return Instant.parse(run.get(field).asText());
    }
}
