package io.pulsefleet.agent.collect.processes;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * Who used most: the body of a document of the kind {@code host.processes}.
 *
 * @param seconds over which it was counted
 * @param total how many processes there are
 */
@JsonNaming(SnakeCaseStrategy.class)
record Snapshot(double seconds, int total, List<One> processes) {

    static final String KIND = "host.processes";

    /**
     * @param cpu cores that it used on average
     * @param startedSecondsAgo at the moment of the snapshot
     * @param ended whether it has ended since the last snapshot
     * @param most of what it was among the first: {@code cpu}, {@code memory}, {@code io}
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record One(
            int pid,
            int ppid,
            String name,
            String user,
            String state,
            int threads,
            double cpu,
            long rssBytes,
            double readBytesPerSecond,
            double writtenBytesPerSecond,
            double startedSecondsAgo,
            Boolean ended,
            String command,
            String cgroup,
            List<String> most) {}
}
