package io.pulsefleet.hub.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefleet.hub.batch.LibertyJson.Instance;
import io.pulsefleet.wire.Json;
import io.pulsefleet.wire.batch.Execution;
import io.pulsefleet.wire.batch.Metrics;
import io.pulsefleet.wire.batch.Partition;
import io.pulsefleet.wire.batch.Step;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The samples are what Open Liberty 26.0.0.5 says. */
class LibertyJsonTest {

    @Test
    void anExecutionIsTold() throws Exception {
        assertThat(LibertyJson.executions(json("""
                [{"jobName": "invoices", "executionId": 4, "instanceId": 3, "batchStatus": "FAILED", "exitStatus": "FAILED",
                  "createTime": "2026/11/23 03:16:08.486 +0000", "endTime": "2026/11/23 04:16:08.923 +0100",
                  "lastUpdatedTime": "2026/11/23 03:16:08.923 +0000", "startTime": "2026/11/23 03:16:08.694 +0000",
                  "jobParameters": {"paper": "42", "count": "100"}, "logpath": "/tmp/joblogs", "stepExecutions": []}]"""), "?"))
                .containsExactly(new Execution(
                        "invoices",
                        3,
                        4,
                        "FAILED",
                        "FAILED",
                        Instant.parse("2026-11-23T03:16:08.486Z"),
                        Instant.parse("2026-11-23T03:16:08.694Z"),
                        Instant.parse("2026-11-23T03:16:08.923Z"),
                        Instant.parse("2026-11-23T03:16:08.923Z"),
                        Map.of("paper", "42", "count", "100"),
                        List.of()));
    }

    @Test
    void oneThatNeverBeganHasNoTimesAndTheNameOfItsXml() throws Exception {
        var told = json("""
                [{"jobName": "", "executionId": 5, "instanceId": 5, "batchStatus": "FAILED", "exitStatus": "",
                  "createTime": "", "endTime": "", "lastUpdatedTime": "yesterday", "startTime": "", "jobParameters": {}}]""");

        assertThat(LibertyJson.executions(told, "nosuch"))
                .containsExactly(
                        new Execution("nosuch", 5, 5, "FAILED", "", null, null, null, null, Map.of(), List.of()));
    }

    @Test
    void stepsAreToldWithTheirPartitionsAndWithoutTheLinksBehindThem() throws Exception {
        var metrics = """
                {"READ_COUNT": "7", "WRITE_COUNT": "6", "COMMIT_COUNT": "5", "ROLLBACK_COUNT": "4", "READ_SKIP_COUNT": "3",
                 "PROCESS_SKIP_COUNT": "2", "FILTER_COUNT": "1", "WRITE_SKIP_COUNT": "8"}""";
        var told = json("""
                [{"stepExecutionId": 2, "stepName": "collect", "executionId": 2, "instanceId": 2, "batchStatus": "STARTED",
                  "startTime": "2026/11/23 03:16:08.468 +0000", "endTime": "", "exitStatus": "", "metrics": %1$s,
                  "partitions": [{"partitionNumber": 1, "batchStatus": "COMPLETED", "exitStatus": "done",
                    "startTime": "2026/11/23 03:16:08.553 +0000", "endTime": "2026/11/23 03:16:08.785 +0000", "metrics": %1$s}]},
                 {"_links": [{"rel": "job execution", "href": "https://localhost/jobexecutions/2"}]}]""".formatted(metrics));

        var counted = new Metrics(7, 6, 1, 3, 2, 8, 5, 4);
        assertThat(LibertyJson.steps(told))
                .containsExactly(new Step(
                        "collect",
                        "STARTED",
                        "",
                        Instant.parse("2026-11-23T03:16:08.468Z"),
                        null,
                        counted,
                        null,
                        List.of(new Partition(
                                1,
                                "COMPLETED",
                                "done",
                                Instant.parse("2026-11-23T03:16:08.553Z"),
                                Instant.parse("2026-11-23T03:16:08.785Z"),
                                counted)),
                        null));
    }

    @Test
    void anInstanceIsOfAnApplicationAndAModule() throws Exception {
        assertThat(LibertyJson.instances(json("""
                [{"jobName": "", "instanceId": 6, "appName": "shop#shop.war", "submitter": "operator", "batchStatus": "FAILED",
                  "jobXMLName": "nosuch", "instanceState": "FAILED", "lastUpdatedTime": "2026/11/23 03:16:09.012 +0000"}]""")))
                .containsExactly(new Instance(
                        6, "nosuch", "nosuch", "shop", "shop.war", "FAILED", "2026/11/23 03:16:09.012 +0000"));
    }

    @Test
    void whatIsNoListIsNotUnderstood() {
        assertThatThrownBy(() -> LibertyJson.instances(json("{\"jobs\": []}")))
                .isInstanceOf(BatchTrouble.class)
                .hasMessage("it answers something else than a list; is it a Liberty server?");
    }

    @Test
    void noMoreIsToldOnThanCanBeRead() throws Exception {
        var many = IntStream.range(0, 300)
                .mapToObj(n -> "\"%s%d\": \"%s\"".formatted("n".repeat(400), n, "v".repeat(20_000)))
                .collect(Collectors.joining(","));
        var execution = LibertyJson.executions(
                        json(
                                "[{\"batchStatus\": \"STARTED\", \"jobName\": \"%s\", \"jobParameters\": {\"a\": \"1\", %s}}]"
                                        .formatted("j".repeat(301), many)),
                        "?")
                .get(0);
        var steps = LibertyJson.steps(json(
                "[{\"batchStatus\": \"STARTED\", \"stepName\": \"%s\"}, {\"batchStatus\": \"STARTED\", \"stepName\": \"\"}]"
                        .formatted("s".repeat(400))));

        assertThat(execution.job()).hasSize(300).endsWith("j\u2026");
        assertThat(execution.parameters()).hasSize(2).containsEntry("a", "1");
        assertThat(execution.parameters().values()).allMatch(value -> value.length() <= 10_000);
        assertThat(steps).extracting(Step::name).containsExactly("s".repeat(299) + "\u2026", "?");
    }

    @Test
    void ofManyParametersTheFirstAreTold() throws Exception {
        var many = IntStream.range(0, 300)
                .mapToObj(n -> "\"%d\": \"v\"".formatted(n))
                .collect(Collectors.joining(","));

        assertThat(LibertyJson.executions(
                                json("[{\"batchStatus\": \"STARTED\", \"jobParameters\": {%s}}]".formatted(many)), "x")
                        .get(0)
                        .parameters())
                .hasSize(200)
                .containsKey("199")
                .doesNotContainKey("200");
    }

    private static JsonNode json(String text) throws Exception {
        return Json.read(text.getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }
}
