package io.pulsefleet.agent.collect.docker;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * What the daemon says, in its own words, as far as anyone here listens. All else, labels above all, is passed over unread.
 *
 * <p>Fields may be missing: Podman and older daemons say less.
 */
final class Words {

    private Words() {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Version(
            @JsonProperty("Version") String version,
            @JsonProperty("ApiVersion") String api,
            @JsonProperty("Components") List<Component> components) {

        @JsonIgnoreProperties(ignoreUnknown = true)
        record Component(@JsonProperty("Name") String name) {}
    }

    /** A line of {@code docker ps -a}. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Listed(
            @JsonProperty("Id") String id,
            @JsonProperty("Names") List<String> names,
            @JsonProperty("Image") String image,
            @JsonProperty("State") String state,
            @JsonProperty("Status") String status,
            @JsonProperty("Created") long created) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Inspected(
            @JsonProperty("State") State state,
            @JsonProperty("RestartCount") long restarts) {

        @JsonIgnoreProperties(ignoreUnknown = true)
        record State(
                @JsonProperty("Running") boolean running,
                @JsonProperty("OOMKilled") boolean oomKilled,
                @JsonProperty("ExitCode") int exitCode,
                @JsonProperty("StartedAt") String startedAt,
                @JsonProperty("FinishedAt") String finishedAt) {}
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Stats(
            @JsonProperty("read") String read,
            @JsonProperty("cpu_stats") Cpu cpu,
            @JsonProperty("memory_stats") Memory memory,
            @JsonProperty("blkio_stats") Blocks blocks,
            @JsonProperty("networks") Map<String, Link> networks,
            @JsonProperty("pids_stats") Pids pids) {

        @JsonIgnoreProperties(ignoreUnknown = true)
        record Cpu(
                @JsonProperty("cpu_usage") Usage usage,
                @JsonProperty("throttling_data") Throttling throttling) {}

        @JsonIgnoreProperties(ignoreUnknown = true)
        record Usage(
                @JsonProperty("total_usage") double total,
                @JsonProperty("usage_in_kernelmode") double system,
                @JsonProperty("usage_in_usermode") double user) {}

        @JsonIgnoreProperties(ignoreUnknown = true)
        record Throttling(@JsonProperty("throttled_time") double time) {}

        @JsonIgnoreProperties(ignoreUnknown = true)
        record Memory(
                @JsonProperty("usage") double usage,
                @JsonProperty("limit") double limit,
                @JsonProperty("stats") Detail detail) {

            /** Which of the two there is tells the version of cgroups. */
            @JsonIgnoreProperties(ignoreUnknown = true)
            record Detail(
                    @JsonProperty("total_inactive_file") Double first,
                    @JsonProperty("inactive_file") Double second) {}
        }

        @JsonIgnoreProperties(ignoreUnknown = true)
        record Blocks(
                @JsonProperty("io_service_bytes_recursive") List<Block> bytes) {}

        @JsonIgnoreProperties(ignoreUnknown = true)
        record Block(
                @JsonProperty("op") String op,
                @JsonProperty("value") double value) {}

        @JsonIgnoreProperties(ignoreUnknown = true)
        record Link(
                @JsonProperty("rx_bytes") double receivedBytes,
                @JsonProperty("rx_errors") double receiveErrors,
                @JsonProperty("rx_dropped") double receiveDropped,
                @JsonProperty("tx_bytes") double sentBytes,
                @JsonProperty("tx_errors") double sendErrors,
                @JsonProperty("tx_dropped") double sendDropped) {}

        @JsonIgnoreProperties(ignoreUnknown = true)
        record Pids(@JsonProperty("current") double current) {}
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Message(
            @JsonProperty("Type") String type,
            @JsonProperty("Action") String action,
            @JsonProperty("Actor") Actor actor,
            @JsonProperty("time") long time,
            @JsonProperty("timeNano") long timeNano) {

        @JsonIgnoreProperties(ignoreUnknown = true)
        record Actor(
                @JsonProperty("ID") String id,
                @JsonProperty("Attributes") Attributes attributes) {}

        /** Its labels stand among these. */
        @JsonIgnoreProperties(ignoreUnknown = true)
        record Attributes(
                @JsonProperty("name") String name,
                @JsonProperty("image") String image,
                @JsonProperty("exitCode") String exitCode,
                @JsonProperty("containerExitCode") String podmansExitCode) {}
    }

    /** {@code docker system df} */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Usage(
            @JsonProperty("LayersSize") double layers,
            @JsonProperty("Images") List<Image> images,
            @JsonProperty("Containers") List<Written> containers,
            @JsonProperty("Volumes") List<Volume> volumes,
            @JsonProperty("BuildCache") List<Cached> cache) {

        @JsonIgnoreProperties(ignoreUnknown = true)
        record Image(@JsonProperty("Id") String id) {}

        @JsonIgnoreProperties(ignoreUnknown = true)
        record Written(@JsonProperty("SizeRw") double bytes) {}

        @JsonIgnoreProperties(ignoreUnknown = true)
        record Volume(@JsonProperty("UsageData") Data data) {

            @JsonIgnoreProperties(ignoreUnknown = true)
            record Data(@JsonProperty("Size") double bytes) {}
        }

        @JsonIgnoreProperties(ignoreUnknown = true)
        record Cached(@JsonProperty("Size") double bytes) {}
    }
}
