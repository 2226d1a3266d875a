package io.pulsefleet.hub.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.hub.jobs.JobsOfFleet.JobView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JobQuestionTest {

    private static final List<JobView> ALL = List.of(
            job("web-2", "system", "STARTED"),
            job("web-1", "system", "STARTED"),
            job("web-1", "logs", "STOPPED"),
            job("web-3", "deliver", "FAILED"),
            job("web-3", "system", "OF_A_NEWER_VERSION"));

    private static JobView job(String host, String job, String state) {
        var at = Instant.EPOCH;
        var agent = UUID.nameUUIDFromBytes(host.getBytes(UTF_8));
        return new JobView(
                agent, host, true, at, job, state, "b", 1, at, null, 0, 0, 0, 0, "", at, null, null, null, null, null);
    }

    @Test
    void whatSomebodyShouldLookAtComesFirst() {
        var found = new JobQuestion(List.of(), List.of(), List.of(), 3).of(ALL);

        assertThat(found.total()).isEqualTo(5);
        assertThat(found.first())
                .extracting(one -> one.hostname() + " " + one.job())
                .containsExactly("web-3 deliver", "web-1 logs", "web-1 system");
    }

    /** Of another server there is no agent. */
    @Test
    void jobsOfOtherServersStandAmongThem() {
        var at = Instant.EPOCH;
        var other = new JobView(
                null, "web-1", true, at, "logs", "STOPPED", null, 7, at, null, 0, 0, 0, 0, "", at, null, null, null,
                "web-1", null);

        var found = new JobQuestion(List.of("logs"), List.of(), List.of(), 3).of(List.of(ALL.get(2), other));

        assertThat(found.first()).extracting(JobView::execution).containsExactlyInAnyOrder(1L, 7L);
        assertThat(found.counts()).isEqualTo(Map.of("logs", Map.of("STOPPED", 2L)));
    }

    @Test
    void theMarkedAreCountedAndComeBeforeThoseThatRunWell() {
        var at = Instant.EPOCH;
        var late = new JobView(
                new UUID(0, 9),
                "zzz",
                true,
                at,
                "system",
                "STARTED",
                "b",
                1,
                at,
                null,
                0,
                0,
                0,
                0,
                "",
                at,
                at,
                null,
                JobMark.LATE,
                null,
                null);
        var all = Stream.concat(ALL.stream(), Stream.of(late)).toList();

        var found = new JobQuestion(List.of("system"), List.of(), List.of(), 10).of(all);
        var marked = new JobQuestion(List.of(), List.of(), List.of(JobMark.LATE), 10).of(all);

        assertThat(found.marked()).isEqualTo(Map.of(JobMark.LATE, 1L));
        assertThat(found.first()).first().isEqualTo(late);
        assertThat(marked.first()).containsExactly(late);
    }

    @Test
    void countsAreOfAllWhateverIsWanted() {
        var found = new JobQuestion(List.of("system"), List.of("STARTED"), List.of(), 10).of(ALL);

        assertThat(found.first()).extracting(JobView::hostname).containsExactly("web-1", "web-2");
        assertThat(found.counts())
                .isEqualTo(Map.of(
                        "deliver", Map.of("FAILED", 1L),
                        "logs", Map.of("STOPPED", 1L),
                        "system", Map.of("STARTED", 2L, "OF_A_NEWER_VERSION", 1L)));
    }
}
