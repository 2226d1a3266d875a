package io.pulsefleet.hub.batch;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefleet.hub.batch.BatchTrouble.Kind;
import io.pulsefleet.wire.batch.Execution;
import io.pulsefleet.wire.batch.Metrics;
import io.pulsefleet.wire.batch.Partition;
import io.pulsefleet.wire.batch.Step;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** What Liberty's batch REST API says, in our words. */
final class LibertyJson {

    /** {@code 2026/11/23 03:16:08.653 +0000} */
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss.SSS Z", Locale.ROOT);

    /** No more is told on of what another server says, however much it is. */
    private static final int LONGEST_NAME = 300;

    private static final int MOST_PARAMETERS = 200;
    private static final int LONGEST_VALUE = 10_000;

    private LibertyJson() {}

    /**
     * One run of a job from its start to its last restart.
     *
     * @param job its name; where it never came so far as to have one, that of its XML
     * @param application as {@code shop}; empty where it is not told
     * @param module as {@code shop.war}; empty where it is not told
     * @param state of its newest execution
     * @param updated as the server writes it: another text whenever its state is another
     */
    record Instance(long id, String job, String xml, String application, String module, String state, String updated) {

        /** As long as nothing is known of an execution. */
        Execution alone() {
            return new Execution(
                    job, id, 0, state, "", moment(updated), null, null, moment(updated), Map.of(), List.of());
        }
    }

    static List<Instance> instances(JsonNode all) throws BatchTrouble {
        return list(all, LibertyJson::instance);
    }

    static Instance instance(JsonNode one) {
        var xml = name(one, "jobXMLName");
        var name = name(one, "jobName");
        var application = name(one, "appName").split("#", 3);
        return new Instance(
                one.path("instanceId").asLong(),
                name.isBlank() ? orUnknown(xml) : name,
                xml,
                application[0],
                application.length > 1 ? application[1] : "",
                stateOf(one),
                name(one, "lastUpdatedTime"));
    }

    /** @param job its name, where the server does not tell it with the execution */
    static Execution execution(JsonNode one, String job, List<Step> steps) {
        var name = name(one, "jobName");
        return new Execution(
                name.isBlank() ? job : name,
                one.path("instanceId").asLong(),
                one.path("executionId").asLong(),
                stateOf(one),
                one.path("exitStatus").asText(""),
                moment(one, "createTime"),
                moment(one, "startTime"),
                moment(one, "endTime"),
                moment(one, "lastUpdatedTime"),
                parameters(one.path("jobParameters")),
                steps);
    }

    static List<Execution> executions(JsonNode all, String job) throws BatchTrouble {
        return list(all, one -> execution(one, job, List.of()));
    }

    /** What is no step among them is left out: behind the last stand the server's own links. */
    static List<Step> steps(JsonNode all) throws BatchTrouble {
        var steps = list(all, LibertyJson::step);
        return steps.subList(0, Math.min(steps.size(), Execution.MOST_STEPS));
    }

    private static Step step(JsonNode one) {
        var partitions = new ArrayList<Partition>();
        one.path("partitions").forEach(part -> {
            if (partitions.size() < Step.MOST_PARTITIONS) {
                partitions.add(partition(part));
            }
        });
        return new Step(
                orUnknown(name(one, "stepName")),
                stateOf(one),
                one.path("exitStatus").asText(""),
                moment(one, "startTime"),
                moment(one, "endTime"),
                metrics(one.path("metrics")),
                null,
                partitions,
                null);
    }

    private static Partition partition(JsonNode one) {
        return new Partition(
                one.path("partitionNumber").asInt(),
                stateOf(one),
                one.path("exitStatus").asText(""),
                moment(one, "startTime"),
                moment(one, "endTime"),
                metrics(one.path("metrics")));
    }

    private static Metrics metrics(JsonNode all) {
        return new Metrics(
                all.path("READ_COUNT").asLong(),
                all.path("WRITE_COUNT").asLong(),
                all.path("FILTER_COUNT").asLong(),
                all.path("READ_SKIP_COUNT").asLong(),
                all.path("PROCESS_SKIP_COUNT").asLong(),
                all.path("WRITE_SKIP_COUNT").asLong(),
                all.path("COMMIT_COUNT").asLong(),
                all.path("ROLLBACK_COUNT").asLong());
    }

    private static Map<String, String> parameters(JsonNode all) {
        var parameters = new LinkedHashMap<String, String>();
        all.properties().stream()
                .limit(MOST_PARAMETERS)
                .forEach(one -> parameters.put(
                        shortened(one.getKey(), LONGEST_NAME),
                        shortened(one.getValue().asText(), LONGEST_VALUE)));
        return parameters;
    }

    private static String name(JsonNode one, String field) {
        return shortened(one.path(field).asText("").replace('\0', '\uFFFD'), LONGEST_NAME);
    }

    private static String orUnknown(String name) {
        return name.isBlank() ? "?" : name;
    }

    /** Its last character says that there was more. */
    private static String shortened(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        var isPairCut = Character.isHighSurrogate(text.charAt(longest - 2));
        return text.substring(0, isPairCut ? longest - 2 : longest - 1) + "\u2026";
    }

    private static String stateOf(JsonNode one) {
        var state = one.path("batchStatus").asText("");
        return state.isBlank() || state.length() > 20 ? "UNKNOWN" : state;
    }

    private static Instant moment(JsonNode one, String field) {
        return moment(one.path(field).asText(""));
    }

    private static Instant moment(String text) {
        try {
            return text.isBlank() ? null : OffsetDateTime.parse(text, MOMENT).toInstant();
        } catch (DateTimeParseException another) {
            return null; // told in a way that we do not know: as if it were not told
        }
    }

    private static <T> List<T> list(JsonNode all, Function<JsonNode, T> reader) throws BatchTrouble {
        if (!all.isArray()) {
            throw new BatchTrouble(
                    Kind.NOT_UNDERSTOOD, "it answers something else than a list; is it a Liberty server?");
        }
        var list = new ArrayList<T>();
        for (var one : all) {
            if (one.has("batchStatus")) {
                list.add(reader.apply(one));
            }
        }
        return list;
    }
}
